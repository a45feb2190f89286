/*
 * echo.c - the echo service (RFC 862): it sends back what it receives.
 *
 * This is the shortest service, so read it first. A "request" here is what one recv() has brought: TCP
 * carries a stream of bytes, and keeps no boundaries between messages.
 */
#include "service.h"

/* [respond] */
static enum turn respond(struct client *client, const struct context *context)
{
    size_t size = client_input_length(client);
    if (size == 0)
        return client->input.ended || client->input.timed_out ? TURN_HANG_UP : TURN_RECEIVE;

    if (size > client_room(client))
        size = client_room(client); /* the rest at the next call */
    client_put(client, client_input(client), size);
    client_consume(client, size);
    client->requests++;
    atomic_fetch_add(&context->counters->requests, 1);
    return TURN_SEND;
}
/* [/respond] */

static void refuse(struct client *client, const struct context *context)
{
    (void)client, (void)context; /* RFC 862 has no reply for this */
}

const struct service echo_service = {.name = "echo", .respond = respond, .refuse = refuse};
