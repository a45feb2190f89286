/*
 * conversation_run.c - drives a conversation on a blocking socket: each receive and each send returns at the
 * client's deadline, because SO_RCVTIMEO and SO_SNDTIMEO say so.
 */
#include "conversation_run.h"

#include "conversation.h"

#include "common/socket/clock.h"
#include "common/socket/platform.h"

#include <sys/socket.h>

/* How long a client may keep its process or thread between two requests while other clients wait. */
#define IDLE_TURN NANOSECONDS

/* A socket's timeout that differs from the deadline by less than this is not worth a system call. */
#define TOLERANCE (10 * MILLISECOND)

/* Between two requests. */
static bool is_idle(const struct client *client)
{
    return client->state == CLIENT_RECEIVING && client->requests > 0 &&
           client_input_length(client) == 0;
}

/* [blocking-deadline] */
/* Makes a blocking receive or send return when `left` nanoseconds are over. The socket was accepted with
 * the whole --timeout, which is nearly always right: only slow clients cost a setsockopt(). */
static void limit_wait(struct client *client, bool sending, int64_t left)
{
    int64_t *current = sending ? &client->send_timeout : &client->receive_timeout;

    int64_t difference = left - *current;
    if (difference >= -TOLERANCE && difference <= TOLERANCE)
        return;
    struct timeval limit = clock_timeval(left);
    int option = sending ? SO_SNDTIMEO : SO_RCVTIMEO;
    setsockopt(client->descriptor, SOL_SOCKET, option, &limit, sizeof limit);
    *current = left;
}

static void run_to_the_end(const struct server *server, struct client *client)
{
    while (client->state != CLIENT_ENDED) {
        int64_t left = client->deadline - clock_now();
        bool idle = is_idle(client);
        if (left <= 0) {
            conversation_expire(server, client);
        } else if (idle && server->options.timeout - left >= IDLE_TURN &&
                   server_somebody_waits(server)) {
            conversation_end(server, client, "idle, and gave way to a client that waits");
        } else {
            bool sending = client->state == CLIENT_SENDING;
            limit_wait(client, sending, idle && left > IDLE_TURN ? IDLE_TURN : left);
            conversation_step(server, client);
        }
    }
}
/* [/blocking-deadline] */

/* The timeouts that accept() has given the socket: prepare() in listener.c set them on the listener. */
static void note_timeouts(const struct server *server, struct client *client)
{
    bool inherited = platform_accept_inherits_timeouts();
    client->receive_timeout = inherited ? server->options.timeout : NO_DEADLINE;
    client->send_timeout = client->receive_timeout;
}

void conversation_run(const struct server *server, struct client *client)
{
    conversation_begin(server, client);
    note_timeouts(server, client);
    /* The step that receives a request also begins to send its reply. Where accept() does not hand the
     * listener's timeouts on (macOS), a client that never reads would block that send for ever. */
    limit_wait(client, true, server->options.timeout);
    run_to_the_end(server, client);
}

void conversation_refuse(struct server *server, struct client *client)
{
    conversation_begin_refusal(server, client);
    note_timeouts(server, client);
    conversation_step(server, client); /* so few bytes always fit into the kernel */
    run_to_the_end(server, client);
    server_close(server, client);
}
