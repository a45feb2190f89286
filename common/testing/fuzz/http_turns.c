/* http_turns.c - see http_turns.h. */
#include "http_turns.h"

#include "message.h"

#include <ctype.h>

enum { LINE_MOST = 8192 };

/* A request as it stands in the input. */
struct request {
    bool get, head, known; /* the method: one that this server has, or one that exists */
    bool plain;            /* so ordinary that nothing can be said against it */
    bool old, body, close, keep_alive;
    unsigned hosts, lengths, codings;
};

struct reply {
    long status, length;
    size_t head; /* bytes, with the empty line */
    bool close, date, allow;
};

static bool is_made_of(struct text text, const char *others)
{
    for (size_t i = 0; i < text.size; i++)
        if (!isalnum((unsigned char)text.at[i]) &&
            (text.at[i] == '\0' || strchr(others, text.at[i]) == NULL))
            return false;
    return text.size > 0;
}

static bool read_request_line(struct request *request, struct text line)
{
    static const char *const others[] = {"POST",  "PUT",     "DELETE", "OPTIONS",
                                         "TRACE", "CONNECT", "PATCH"};
    const char *space = memchr(line.at, ' ', line.size);
    if (space == NULL || line.size > LINE_MOST || line.size < strlen(" HTTP/1.1"))
        return false;
    struct text method = {line.at, (size_t)(space - line.at)};
    struct text version = {line.at + line.size - 9, 9};
    if (version.at <= space || memcmp(version.at, " HTTP/1.", 8) != 0 ||
        !isdigit((unsigned char)version.at[8]))
        return false;
    struct text target = {space + 1, (size_t)(version.at - space - 1)};
    for (size_t i = 0; i < target.size; i++)
        if (!isgraph((unsigned char)target.at[i]))
            return false;
    request->old = version.at[8] == '0';
    request->get = method.size == 3 && memcmp(method.at, "GET", 3) == 0;
    request->head = method.size == 4 && memcmp(method.at, "HEAD", 4) == 0;
    request->known = request->get || request->head;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (method.size == strlen(others[i]) && memcmp(method.at, others[i], method.size) == 0)
            request->known = true;
    request->plain = target.size > 0 && target.at[0] == '/' && is_made_of(target, "/.-_?=&");
    return target.size > 0;
}

static bool read_field(struct request *request, struct text line)
{
    struct text name, value, element;
    if (!message_field(line, &name, &value))
        return false;
    if (message_says(name, "host")) {
        request->hosts++;
        request->plain = request->plain && is_made_of(value, ".-");
        for (size_t i = 0; i < value.size; i++)
            if (!isgraph((unsigned char)value.at[i]) || strchr("/?#@\\\"<>", value.at[i]) != NULL)
                return false;
    } else if (message_says(name, "content-length")) {
        request->lengths++;
        request->body = request->body || message_number(value) > 0;
        return message_number(value) >= 0;
    } else if (message_says(name, "transfer-encoding")) {
        request->body = true; /* and it must be "chunked", once, and nothing else */
        while (message_element(&value, &element))
            if (element.size > 0 && (!message_says(element, "chunked") || request->codings++ > 0))
                return false;
        request->plain = request->plain && request->codings > 0;
    } else if (message_says(name, "connection")) {
        while (message_element(&value, &element)) {
            request->close = request->close || message_says(element, "close");
            request->keep_alive = request->keep_alive || message_says(element, "keep-alive");
        }
    }
    return true;
}

/* Reads what must be a whole request head and nothing more. False if anything is wrong with it. */
static bool read_request(struct request *request, struct text rest)
{
    struct text line;

    *request = (struct request){0};
    if (rest.size >= 2 && memcmp(rest.at, "\r\n", 2) == 0) {
        rest.at += 2;
        rest.size -= 2;
    }
    if (!message_line(&rest, &line) || !read_request_line(request, line))
        return false;
    while (message_line(&rest, &line) && line.size > 0)
        if (!read_field(request, line))
            return false;
    if (rest.size > 0 || line.size > 0)
        return false;
    return (request->hosts == 1 || (request->old && request->hosts == 0)) &&
           request->lengths + request->codings <= 1 && !(request->old && request->codings > 0);
}

/* Reads the reply's head. False unless it is one. */
static bool read_reply(struct reply *reply, struct text rest)
{
    struct text line, name, value, whole = rest;
    unsigned lengths = 0;

    *reply = (struct reply){0};
    if (!message_line(&rest, &line) || line.size < 14 || memcmp(line.at, "HTTP/1.1 ", 9) != 0 ||
        line.at[12] != ' ')
        return false;
    reply->status = message_number((struct text){line.at + 9, 3});
    while (message_line(&rest, &line) && line.size > 0) {
        if (!message_field(line, &name, &value) || value.size == 0)
            return false;
        if (message_says(name, "content-length")) {
            reply->length = message_number(value);
            lengths++;
        }
        reply->close |= message_says(name, "connection") && message_says(value, "close");
        reply->date |= strncmp(line.at, FAKE_DATE, strlen(FAKE_DATE)) == 0;
        reply->allow |= message_says(name, "allow") && message_says(value, "GET, HEAD");
    }
    reply->head = (size_t)(rest.at - whole.at);
    return line.size == 0 && lengths == 1 && reply->length >= 0 && reply->status >= 200;
}

/* An error that ends the connection: nothing of the request was taken, and nothing will be. */
static const char *broken_by_rejecting(struct http_turns *turns, const struct replay_turn *turn,
                                       const struct reply *reply, size_t body)
{
    const struct client_input *in = &turn->client->input;
    struct text given = {turn->bytes + turn->from, turn->sent - turn->from};
    size_t size = message_find(given, "\r\n\r\n");
    struct request request;

    turns->rejected = true;
    turns->too_late = reply->status == 408;
    if (reply->status < 400 || reply->status == 404 || reply->status > 505)
        return "an answer other than an error is for a request that was taken";
    if (turns->too_late && !in->timed_out)
        return "408 is for a client that is silent for too long";
    if (!reply->close || turn->turn != TURN_HANG_UP)
        return "an error in the framing ends the connection, and says so";
    if (!in->unread)
        return "after an error in the framing the server lingers";
    if (body != (size_t)reply->length && (body > 0 || message_find(given, "HEAD ") == given.size))
        return "Content-Length is the body's length";
    if (size < given.size && read_request(&request, (struct text){given.at, size + 4}) &&
        request.plain && (request.get || request.head))
        return "a good request is answered, not rejected";
    return NULL;
}

static const char *broken_by_answering(const struct replay_turn *turn, const struct reply *reply,
                                       size_t body)
{
    struct request request;
    if (!read_request(&request, (struct text){turn->bytes + turn->from, turn->to - turn->from}))
        return "what is taken and answered is one request without an error, and nothing more";
    if (!request.known || (reply->status == 405) != !(request.get || request.head))
        return "GET and HEAD are answered, 405 is for the other methods, 501 for what is none";
    if (reply->status != 200 && reply->status != 400 && reply->status != 404 &&
        reply->status != 405)
        return "only an error in the framing has another status";
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
    struct reply reply;

    if (client_owed(turn->client) == 0) {
        size_t first = turns->looked > turn->from + 3 ? turns->looked - 3 : turn->from;
        struct text given = {turn->bytes + first, turn->sent - first};
        if (message_find(given, "\r\n\r\n") < given.size)
            return "a request that has come whole is answered";
        turns->looked = turn->sent;
        if (turn->turn == TURN_HANG_UP && !in->ended && !in->timed_out)
            return "the server does not hang up without a word";
        return NULL;
    }
    turns->replies++;
    if (!read_reply(&reply, text))
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
