/* http_turns.c - judges each turn of the http service: an answer, a rejection, or no reply yet. */
#include "http_turns.h"

#include "second_reader.h"

#include <ctype.h>

/* An error that ends the connection: the service has taken nothing of the request, and will not. */
static const char *broken_by_rejecting(struct http_turns *turns, const struct replay_turn *turn,
                                       const struct second_reply *reply, size_t body)
{
    const struct client_input *in = &turn->client->input;
    struct text given = {turn->bytes + turn->from, turn->sent - turn->from};
    size_t size = message_find(given, "\r\n\r\n");
    struct second_request request;

    turns->rejected = true;
    turns->too_late = reply->status == 408;
    if (reply->status < 400 || reply->status == 404 || reply->status == 412 ||
        reply->status == 416 || reply->status > 505)
        return "an answer other than an error is for a request that was taken";
    if (turns->too_late && !in->timed_out)
        return "408 is for a client that is silent for too long";
    if (!reply->close || turn->turn != TURN_HANG_UP)
        return "an error in the framing ends the connection, and says so";
    if (!in->unread)
        return "after an error in the framing the server lingers";
    if (body != (size_t)reply->length && (body > 0 || message_find(given, "HEAD ") == given.size))
        return "Content-Length is the body's length";
    if (size < given.size && second_read_request(&request, (struct text){given.at, size + 4}) &&
        request.plain && (request.get || request.head))
        return "a good request is answered, not rejected";
    return NULL;
}

static bool is_due(const struct second_reply *reply, const struct second_request *request)
{
    switch (reply->status) {
    case 200:
    case 400:
    case 404:
    case 405: return !reply->location && !reply->range;
    case 206: return request->get && request->range && reply->range && reply->tag;
    case 301: return reply->location;
    case 304:
    case 412: return request->condition;
    case 416: return request->get && request->range && reply->range;
    default: return false; /* only errors in the framing have other statuses */
    }
}

static const char *broken_by_answering(const struct replay_turn *turn,
                                       const struct second_reply *reply, size_t body)
{
    struct second_request request;
    if (!second_read_request(&request,
                             (struct text){turn->bytes + turn->from, turn->to - turn->from}))
        return "what is taken and answered is one request without an error, and nothing more";
    if (!request.known || (reply->status == 405) != !(request.get || request.head))
        return "GET and HEAD are answered, 405 is for the other methods, 501 for what is none";
    if (!is_due(reply, &request))
        return "a status is for what was asked, and has the fields that belong to it";
    if (body != (request.head ? 0 : (size_t)reply->length))
        return "Content-Length is the body's length, and HEAD has no body";

    bool asked = request.close || (request.old && !request.keep_alive);
    if (reply->close != (asked || request.body))
        return "a connection ends with a request that asks for it or announces a body, and only "
               "then";
    if (reply->close != (turn->turn == TURN_HANG_UP))
        return "nothing is answered after Connection: close, and everything before";
    const struct client *client = turn->client;
    bool more = request.body || client_input_length(client) > 0;
    bool is_long = client_owed(client) > CLIENT_SEND_MOST;
    if (reply->close && client->input.unread != (more || is_long))
        return "the server lingers if there is more that it does not read, or may be after a long "
               "reply";
    return NULL;
}

const char *http_turns_broken(struct http_turns *turns, const struct replay_turn *turn)
{
    const struct client_output *out = &turn->client->output;
    const struct client_input *in = &turn->client->input;
    struct text text = {out->bytes + out->start, out->end - out->start};
    struct second_reply reply;

    if (client_owed(turn->client) == 0) {
        size_t first = turns->looked > turn->from + 3 ? turns->looked - 3 : turn->from;
        struct text given = {turn->bytes + first, turn->sent - first};
        if (message_find(given, "\r\n\r\n") < given.size)
            return "a request that has come whole is answered";
        struct text all = {turn->bytes + turn->from, turn->sent - turn->from};
        for (size_t i = 0; i < given.size; i++) /* an unfinished line may still become good */
            if (!isprint((unsigned char)given.at[i]) && !second_may_become_request(all))
                return "what cannot become a request is answered as soon as that shows";
        turns->looked = turn->sent;
        if (turn->turn == TURN_HANG_UP && !in->ended && !in->timed_out)
            return "the server does not hang up without a word";
        return NULL;
    }
    turns->replies++;
    if (!second_read_reply(&reply, text))
        return "a reply begins with a status line and good header fields, one of them the length";
    if (!reply.date)
        return "a reply has its date";
    if (reply.status == 405 && !reply.allow)
        return "405 says what is allowed";
    size_t body = client_owed(turn->client) - reply.head;
    return turn->to == turn->from ? broken_by_rejecting(turns, turn, &reply, body)
                                  : broken_by_answering(turn, &reply, body);
}

const char *http_turns_end_broken(const struct http_turns *turns, const struct replay *result,
                                  const char *bytes, size_t size)
{
    struct text rest = {bytes, size};
    unsigned long heads = 0;
    for (size_t at; (at = message_find(rest, "\r\n\r\n")) < rest.size; heads++) {
        rest.at += at + 4;
        rest.size -= at + 4;
    }
    if (turns->replies > heads + turns->rejected)
        return "there are no more replies than requests in the input";
    if (turns->replies != result->requests + turns->too_late)
        return "every reply is to one request, and counted";
    return NULL;
}
