/* conversation.c - see conversation.h. */
#include "conversation.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "common/socket/platform.h"
#include "stop.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#define LINGER    (2 * NANOSECONDS)
#define SHORTLY   (100 * MILLISECOND)
#define PATIENCE  NANOSECONDS
#define TOLERANCE (10 * MILLISECOND)

static void enter(struct client *client, enum client_state state, int64_t span)
{
    client->state = state;
    client->deadline = clock_now() + span;
    client->sent = 0;
}

static void log_ending(const struct server *server, const struct client *client)
{
    char peer[ADDRESS_TEXT_SIZE], line[512];
    struct pollfd room = {.fd = STDERR_FILENO, .events = POLLOUT};
    address_format((const struct sockaddr *)&client->peer, client->peer_length, peer);
    int length = snprintf(
        line, sizeof line,
        "%s: connection %lu from %s, process %ld, thread %lu: %lu requests, %.3f s, %s\n",
        server->context.stage->name, client->number, peer, (long)getpid(), platform_thread_id(),
        client->requests, (double)(clock_now() - client->accepted) / NANOSECONDS, client->ending);
    /* A pipe that nobody empties would hold the server up: then the line is left out. */
    if (poll(&room, 1, 0) == 1 && (room.revents & POLLOUT) != 0 &&
        write(STDERR_FILENO, line, (size_t)length) == -1)
        return; /* nobody reads, nor will */
}

static void end(const struct server *server, struct client *client, const char *reason)
{
    client->state = CLIENT_ENDED;
    client->deadline = NO_DEADLINE;
    client->ending = reason;
    stop_forget(client->descriptor);
    if (server->options.verbose)
        log_ending(server, client);
}

/* EAGAIN: not in time, or not ready; EINTR: a signal. Neither is the end of the connection. */
static bool try_again(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

/* Sends what is owed. True when nothing is owed any more. */
static bool deliver(const struct server *server, struct client *client)
{
    for (size_t owed; (owed = client_owed(client)) > 0;) {
        ssize_t sent = client_send(client);
        if (sent == -1) {
            if (!try_again(errno))
                end(server, client, "the client was gone before its reply");
            return false;
        }
        /* The deadline moves on for each 64 KiB, not for each byte: a slow reader is served, one
         * that reads a byte now and then is not. */
        client->sent += (size_t)sent;
        if (client->sent >= CLIENT_SEND_MOST)
            enter(client, CLIENT_SENDING, server->options.timeout);
        if ((size_t)sent < owed && sent < CLIENT_SEND_MOST)
            return false; /* the kernel takes no more now */
    }
    return true;
}

/* [linger] */
static void hang_up(const struct server *server, struct client *client)
{
    if (!client->input.unread || client->input.ended) {
        end(server, client,
            stop_requested()          ? "the server is stopping"
            : client->input.ended     ? "closed by the client"
            : client->input.timed_out ? "kept the server waiting too long"
                                      : "closed after the reply");
        return;
    }
    /* close() with bytes unread, or still on their way, answers them with a reset, and a reset
     * destroys the reply on its way to the client (RFC 9112 section 9.6). So: say that we have
     * finished, and throw away what comes until the client has finished too, but not for ever. */
    stop_forget(client->descriptor); /* a server that is told to stop does not cut this short */
    shutdown(client->descriptor, SHUT_WR);
    enter(client, CLIENT_LINGERING, client->input.timed_out ? SHORTLY : LINGER);
}
/* [/linger] */

/* [converse] */
/* Lets the service respond until it is the peer's turn, or the kernel's, or nobody's. */
static void converse(const struct server *server, struct client *client, bool same_request)
{
    /* Whose request is being answered may still be sending the rest of it: a server that is told to
     * stop must not shut its receiving side down, or the lingering close would see an end at once. */
    stop_spare(client->descriptor);
    for (;;) {
        enum turn turn = server->service->respond(client, &server->context);
        if (turn == TURN_RECEIVE && !client->input.ended && !client->input.timed_out) {
            stop_watch(client->descriptor);
            if (same_request) /* its deadline stands, whatever comes in */
                client->state = CLIENT_RECEIVING;
            else
                enter(client, CLIENT_RECEIVING, server->options.timeout);
            return;
        }
        client->hang_up = turn != TURN_SEND;
        enter(client, CLIENT_SENDING, server->options.timeout);
        if (!deliver(server, client))
            return;
        if (client->hang_up) {
            hang_up(server, client);
            return;
        }
        /* One thread for all: who has sent several requests at once takes turns with the others. */
        if (server->non_blocking && client_input_length(client) > 0)
            return;
        same_request = false;
    }
}
/* [/converse] */

static void receive(const struct server *server, struct client *client)
{
    bool same_request = client_input_length(client) > 0;
    ssize_t received = client_receive(client);
    if (received == -1) {
        if (!try_again(errno))
            end(server, client, "reset by the client");
        return;
    }
    if (received == 0)
        client->input.ended = true;
    converse(server, client, same_request);
}

static void begin(const struct server *server, struct client *client)
{
    enter(client, CLIENT_RECEIVING, server->options.timeout);
    client->accepted = client->deadline - server->options.timeout;
    client->receive_timeout = client->send_timeout =
        platform_accept_inherits_timeouts() ? server->options.timeout : NO_DEADLINE;
}

void conversation_begin(const struct server *server, struct client *client)
{
    begin(server, client);
    stop_watch(client->descriptor);
}

/* [step] */
void conversation_step(const struct server *server, struct client *client)
{
    ssize_t received;
    switch (client->state) {
    case CLIENT_RECEIVING: receive(server, client); break;
    case CLIENT_SENDING:
        if (!deliver(server, client))
            break;
        if (client->hang_up)
            hang_up(server, client);
        else
            converse(server, client, false);
        break;
    case CLIENT_LINGERING:
        received = client_discard(client);
        if (received == 0 || (received == -1 && !try_again(errno)))
            end(server, client, "closed after an early reply");
        break;
    case CLIENT_ENDED: break;
    }
}
/* [/step] */

void conversation_expire(const struct server *server, struct client *client)
{
    /* Closing with l_linger 0 resets the connection. A reply that nobody reads would otherwise go
     * on filling the kernel's memory after us; and a cut reply should not look like a whole one. */
    struct linger reset = {.l_onoff = 1, .l_linger = 0};

    switch (client->state) {
    case CLIENT_RECEIVING:
        client->input.timed_out = true;
        converse(server, client, true);
        break;
    case CLIENT_SENDING:
        setsockopt(client->descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        end(server, client, "did not read its reply in time");
        break;
    case CLIENT_LINGERING: end(server, client, "closed after an early reply, still sending"); break;
    case CLIENT_ENDED: break;
    }
}

/* [blocking-deadline] */
/* Makes a blocking receive or send return when the deadline comes. The socket was accepted with the
 * whole timeout, which is nearly always right: so this costs a system call for slow clients only.
 */
static void limit_wait(struct client *client, bool sending, int64_t left)
{
    int64_t *current = sending ? &client->send_timeout : &client->receive_timeout;

    int64_t difference = left - *current;
    if (difference >= -TOLERANCE && difference <= TOLERANCE)
        return;
    struct timeval limit = clock_timeval(left);
    setsockopt(client->descriptor, SOL_SOCKET, sending ? SO_SNDTIMEO : SO_RCVTIMEO, &limit,
               sizeof limit);
    *current = left;
}

/* Between two requests. */
static bool is_idle(const struct client *client)
{
    return client->state == CLIENT_RECEIVING && client->requests > 0 &&
           client_input_length(client) == 0;
}

static void run_to_the_end(const struct server *server, struct client *client)
{
    while (client->state != CLIENT_ENDED) {
        int64_t left = client->deadline - clock_now();
        bool idle = is_idle(client);
        if (left <= 0) {
            conversation_expire(server, client);
        } else if (idle && server->options.timeout - left >= PATIENCE &&
                   server_somebody_waits(server)) {
            end(server, client, "idle, and gave way to one that waits");
        } else {
            limit_wait(client, client->state == CLIENT_SENDING,
                       idle && left > PATIENCE ? PATIENCE : left);
            conversation_step(server, client);
        }
    }
}
/* [/blocking-deadline] */

void conversation_run(const struct server *server, struct client *client)
{
    conversation_begin(server, client);
    /* A reply sets out in the very step that received its request. Where accept inherits no
     * timeouts, a client that never reads could hold it, and whoever serves it, for ever. */
    limit_wait(client, true, server->options.timeout);
    run_to_the_end(server, client);
}

void conversation_refuse(const struct server *server, struct client *client)
{
    begin(server, client);
    server->service->refuse(client, &server->context);
    client->hang_up = true;
    client->input.unread = true;    /* its request, which nobody has read … */
    client->input.timed_out = true; /* … or will wait for: so hang_up() lingers shortly */
    enter(client, CLIENT_SENDING, SHORTLY);
    conversation_step(server, client); /* so few bytes always fit into the kernel */
    run_to_the_end(server, client);
}
