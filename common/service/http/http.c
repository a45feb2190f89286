/*
 * http.c - the http service: one request in, one reply out (RFC 9112).
 *
 * request.c reads the request, routes.c finds the answer, reply.c writes the reply. What stays here is the
 * connection: does it go on after this reply, or end?
 */
#include "reply.h"
#include "request.h"
#include "routes.h"
#include "common/service/service.h"

/* The last reply of this connection. The client may be in the middle of sending: linger. */
static enum turn fail(struct client *client, const struct context *context,
                      struct http_request *request, unsigned status)
{
    request->persistent = false;
    http_reply_error(client, context, request, status);
    client->input.unread = true;
    return TURN_HANG_UP;
}

static enum turn respond(struct client *client, const struct context *context)
{
    struct http_request request = {0};
    size_t length = client_input_length(client);

    if (http_request_read(&request, client_input(client), length, length == CLIENT_INPUT_SIZE,
                          &client->input.examined) == HTTP_INCOMPLETE) {
        if (client->input.timed_out && length > 0)
            return fail(client, context, &request, 408);
        return client->input.ended || client->input.timed_out ? TURN_HANG_UP : TURN_RECEIVE;
    }
    client->requests++;
    atomic_fetch_add(&context->counters->requests, 1);

    bool asked_to_close = !request.persistent;
    if (request.body)
        request.persistent = false;
    if (request.status == 405 && !request.body) {
        http_reply_error(client, context, &request, 405); /* nothing is wrong with the framing */
    } else if (request.status != 0) {
        return fail(client, context, &request, request.status);
    } else {
        http_route(client, context, &request);
    }
    client_consume(client, request.size);
    if (request.persistent && !context->stopping())
        return TURN_SEND;
    /* A client that asked for the end sends no more, so after a small reply we need not linger. Any
     * other client may still be sending: a body that we do not read, or its next request. So may a
     * client that has already sent more, or that has time to send while it receives a long reply. */
    client->input.unread = !asked_to_close || request.body || client_input_length(client) > 0 ||
                           client_owed(client) > CLIENT_SEND_MOST;
    return TURN_HANG_UP;
}

static void refuse(struct client *client, const struct context *context)
{
    struct http_request request = {0};
    http_reply_error(client, context, &request, 503);
}

const struct service http_service = {.name = "http", .respond = respond, .refuse = refuse};
