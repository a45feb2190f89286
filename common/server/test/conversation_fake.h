/*
 * conversation_fake.h - a conversation with a test as the peer, in the two ways that the servers
 * have: blocking (01 to 04), and step by step when the socket is ready (05). A test that is made
 * with IN_BOTH_WAYS runs twice.
 *
 * The service understands lines: "hello", "bye" (the last), "early" (an answer before the end of
 * what the peer sends) and "big" (a reply of big_length bytes).
 */
#ifndef CONVERSATION_FAKE_H
#define CONVERSATION_FAKE_H

#include "common/socket/clock.h"
#include "common/server/conversation.h"
#include "common/server/conversation_run.h"
#include "common/testing/fakes/loopback.h"
#include "common/testing/fakes/service_fake.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>

#define IN_BOTH_WAYS(suite, name)                                                                  \
    static void name(void);                                                                        \
    Test(suite, name##_blocking)                                                                   \
    {                                                                                              \
        way = BLOCKING;                                                                            \
        name();                                                                                    \
    }                                                                                              \
    Test(suite, name##_by_steps)                                                                   \
    {                                                                                              \
        way = BY_STEPS;                                                                            \
        name();                                                                                    \
    }                                                                                              \
    static void name(void)

static enum { BLOCKING, BY_STEPS } way;
static struct server server;
static struct client client;
static pthread_t serving;
static int64_t began, ended; /* clock_now(), before it was accepted and after its end */
static int peer;
static size_t big_length;

/* -- the service ----------------------------------------------------------------------------- */

static inline enum turn fake_respond(struct client *c, const struct context *context)
{
    size_t length = client_input_length(c);
    char *line = client_input(c), *newline = memchr(line, '\n', length);
    if (newline == NULL) {
        if (c->input.timed_out && length > 0) {
            client_put_text(c, "too slow\n");
            c->input.unread = true;
        }
        return c->input.ended || c->input.timed_out ? TURN_HANG_UP : TURN_RECEIVE;
    }
    bool bye = memcmp(line, "bye", 3) == 0, early = memcmp(line, "early", 3) == 0;
    if (memcmp(line, "big", 3) == 0)
        client_put_body(c, context->filler, context->filler_size, big_length);
    else
        client_put_text(c, bye ? "bye\n" : early ? "no\n" : "hi\n");
    client_consume(c, (size_t)(newline - line) + 1);
    c->requests++;
    c->input.unread = early;
    return bye || early ? TURN_HANG_UP : TURN_SEND;
}

static inline void fake_refuse(struct client *c, const struct context *context)
{
    (void)context;
    client_put_text(c, "busy\n");
}

static const struct service fake_service = {
    .name = "fake", .respond = fake_respond, .refuse = fake_refuse};

/* -- the server's side ----------------------------------------------------------------------- */

/* What 05 does for one client, with poll(2). */
static inline void run_by_steps(void)
{
    do_not_block(client.descriptor);
    conversation_begin(&server, &client);
    while (client.state != CLIENT_ENDED) {
        int64_t left = client.deadline - clock_now();
        struct pollfd wait = {.fd = client.descriptor,
                              .events = client.state == CLIENT_SENDING ? POLLOUT : POLLIN};
        if (left <= 0)
            conversation_expire(&server, &client);
        else if (poll(&wait, 1, (int)(left / MILLISECOND) + 1) == 1)
            conversation_step(&server, &client);
    }
}

static inline void *serve(void *unused)
{
    if (way == BLOCKING)
        conversation_run(&server, &client);
    else
        run_by_steps();
    ended = clock_now();
    close(client.descriptor);
    return unused;
}

/* Accepts a peer, whose socket buffer has this size (0: the system's own), without serving it. */
static inline void accept_peer(int64_t timeout, int buffer)
{
    int listener = loopback_listen("127.0.0.1", timeout);
    struct timeval patience = {.tv_sec = 5}; /* so that a test fails instead of hanging */
    struct sockaddr_storage address;
    socklen_t length = loopback_address(listener, &address);

    server = (struct server){
        .options.timeout = timeout, .service = &fake_service, .context = fake_context()};
    peer = socket(AF_INET, SOCK_STREAM, 0);
    if (buffer > 0) {
        int segment = 1460; /* loopback's own is 64 KiB: too coarse for slow reading */
        setsockopt(peer, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
        setsockopt(peer, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
        setsockopt(listener, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    }
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    cr_assert(eq(int, connect(peer, (struct sockaddr *)&address, length), 0));
    began = clock_now();
    cr_assert(eq(int, client_accept(&client, listener, false), 0));
    close(listener);
}

/* Begins a conversation with a peer. */
static inline void converse_with_peer(int64_t timeout, int buffer)
{
    accept_peer(timeout, buffer);
    cr_assert(eq(int, pthread_create(&serving, NULL, serve, NULL), 0));
}

/* Waits for the end of it. Returns how long it took. */
static inline int64_t time_to_its_end(void)
{
    pthread_join(serving, NULL);
    return ended - began;
}

/* -- the peer's side ------------------------------------------------------------------------- */

static inline void say(const char *text)
{
    cr_assert(eq(long, (long)send(peer, text, strlen(text), MSG_NOSIGNAL), (long)strlen(text)));
}

/* Receives so many bytes, or fewer if the end comes before. */
static inline size_t hear(char *to, size_t size)
{
    size_t got = 0;
    for (ssize_t n; got < size && (n = recv(peer, to + got, size - got, 0)) > 0;)
        got += (size_t)n;
    return got;
}

/* Hears exactly this text next. */
static inline void expect_to_hear(const char *text)
{
    char heard[256] = {0};
    hear(heard, strlen(text));
    cr_assert(eq(str, heard, (char *)text));
}

/* Hears an orderly end next: neither more bytes nor a reset. */
static inline void expect_the_end(void)
{
    char byte;
    ssize_t n = recv(peer, &byte, 1, 0);
    int error = n == -1 ? errno : 0;
    cr_assert(eq(long, (long)n, 0), "%s", strerror(error));
    cr_assert(eq(int, error, 0), "%s", strerror(error));
}

/* Waits so long, or until there is something to hear. Whether there is. */
static inline bool wait_to_hear(int milliseconds)
{
    struct pollfd wait = {.fd = peer, .events = POLLIN};
    return poll(&wait, 1, milliseconds) == 1;
}

#endif
