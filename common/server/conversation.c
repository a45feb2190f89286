/*
 * conversation.c - the state machine of one client: receive, let the service respond, send, and end without
 * destroying the last reply. It sets each deadline; its caller sees that the deadline is kept
 * (conversation_run.c, or the loop of 05).
 */
#include "conversation.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "common/socket/platform.h"
#include "stop.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

/* After a last reply that may have crossed with more input: how long we receive that input and throw
 * it away before we close (hang_up() says why). */
#define LINGER (2 * NANOSECONDS)

/* The same for a client that has used up its time, or that we refuse: it holds a place for less long. */
#define LINGER_BRIEFLY (100 * MILLISECOND)

/* Whether a request's deadline stands when more input comes. */
enum deadline_rule {
    KEEP_DEADLINE, /* more of a request that has begun: its time runs on, however it is cut */
    NEW_DEADLINE   /* a request begins, or the wait for one: --timeout from now */
};

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
    /* If the pipe behind standard error is full, write() would block: then the line is left out. */
    if (poll(&room, 1, 0) == 1 && (room.revents & POLLOUT) != 0 &&
        write(STDERR_FILENO, line, (size_t)length) == -1)
        return; /* the reader has gone: there is nothing to do about it */
}

void conversation_end(const struct server *server, struct client *client, const char *reason)
{
    client->state = CLIENT_ENDED;
    client->deadline = NO_DEADLINE;
    client->ending = reason;
    stop_forget(client->descriptor);
    if (server->options.verbose)
        log_ending(server, client);
}

/* EAGAIN: nothing was possible in time, or at once; EINTR: a signal came. Neither ends the connection. */
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
                conversation_end(server, client, "the client was gone before its reply");
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
        conversation_end(server, client,
                         stop_requested()          ? "the server is stopping"
                         : client->input.ended     ? "closed by the client"
                         : client->input.timed_out ? "kept the server waiting too long"
                                                   : "closed after the reply");
        return;
    }
    /* If bytes remain unread when we close, or arrive afterwards, the kernel sends a reset, and a
     * reset can destroy the reply on its way to the client (RFC 9112 section 9.6). So we say that we
     * have finished, and throw away what comes until the client has finished too, or LINGER is over. */
    stop_forget(client->descriptor); /* a server that is told to stop does not cut this short */
    shutdown(client->descriptor, SHUT_WR);
    enter(client, CLIENT_LINGERING, client->linger);
}
/* [/linger] */

/* [converse] */
/* Lets the service respond until the client has to send more, the kernel has no room for the reply,
 * or the conversation is over. */
static void converse(const struct server *server, struct client *client, enum deadline_rule rule)
{
    /* A client whose request we are answering may still be sending the rest of it: a server that is
     * told to stop must not shut down its receiving side, or the lingering close would end at once. */
    stop_spare(client->descriptor);
    for (;;) {
        enum turn turn = server->service->respond(client, &server->context);
        if (turn == TURN_RECEIVE && !client->input.ended && !client->input.timed_out) {
            stop_watch(client->descriptor);
            if (rule == KEEP_DEADLINE)
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
        /* Where one thread serves all clients, a client that has sent several requests at once takes
         * turns with the others. */
        if (server->event_driven && client_input_length(client) > 0)
            return;
        rule = NEW_DEADLINE;
    }
}
/* [/converse] */

static void receive(const struct server *server, struct client *client)
{
    enum deadline_rule rule = client_input_length(client) > 0 ? KEEP_DEADLINE : NEW_DEADLINE;
    ssize_t received = client_receive(client);
    if (received == -1) {
        if (!try_again(errno))
            conversation_end(server, client, "reset by the client");
        return;
    }
    if (received == 0)
        client->input.ended = true;
    converse(server, client, rule);
}

static void begin(const struct server *server, struct client *client)
{
    enter(client, CLIENT_RECEIVING, server->options.timeout);
    client->accepted = client->deadline - server->options.timeout;
    client->linger = LINGER;
}

void conversation_begin(const struct server *server, struct client *client)
{
    begin(server, client);
    stop_watch(client->descriptor);
}

void conversation_begin_refusal(const struct server *server, struct client *client)
{
    begin(server, client);
    server->service->refuse(client, &server->context);
    client->hang_up = true;
    client->input.unread = true; /* its request, which we have not read and will not read */
    client->linger = LINGER_BRIEFLY;
    enter(client, CLIENT_SENDING, LINGER_BRIEFLY);
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
            converse(server, client, NEW_DEADLINE);
        break;
    case CLIENT_LINGERING:
        received = client_discard(client);
        if (received == 0 || (received == -1 && !try_again(errno)))
            conversation_end(server, client, "closed after an early reply");
        break;
    case CLIENT_ENDED: break;
    }
}
/* [/step] */

void conversation_expire(const struct server *server, struct client *client)
{
    /* Closing with l_linger 0 resets the connection. Otherwise the unread reply
     * would stay in the kernel's memory after we have closed, and a cut reply would look like a whole one. */
    struct linger reset = {.l_onoff = 1, .l_linger = 0};

    switch (client->state) {
    case CLIENT_RECEIVING:
        client->input.timed_out = true; /* the service may have a last word: 408 in http */
        client->linger = LINGER_BRIEFLY;
        converse(server, client, KEEP_DEADLINE); /* either rule: we wait for no more input */
        break;
    case CLIENT_SENDING:
        setsockopt(client->descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        conversation_end(server, client, "did not read its reply in time");
        break;
    case CLIENT_LINGERING:
        conversation_end(server, client, "closed after an early reply, still sending");
        break;
    case CLIENT_ENDED: break;
    }
}
