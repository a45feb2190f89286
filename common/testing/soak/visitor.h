/*
 * visitor.h - one client of the soak: a connection, and a script that says how it behaves.
 *
 * No client waits by itself: one poll(2) loop, in crowd.c, drives all of them.
 */
#ifndef VISITOR_H
#define VISITOR_H

#include "bench/generator/protocol/reply.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_STEPS = 8 };

enum action {
    LEAVE, /* closes; the end of every script closes, too */
    RESET,
    HALF_CLOSE,
    SEND,         /* the text, `count` times over */
    SEND_NOISE,   /* `count` random bytes */
    DRIP,         /* like SEND, until the server has answered or closed */
    READ_REPLIES, /* `count` right ones, and not one byte more */
    READ_REFUSAL, /* one whole reply that says anything but 200 */
    READ_SOME,    /* a part of a reply */
    READ_END,     /* the end of the stream, and no byte before it */
    READ_ANY,     /* whatever comes, until the end or a reset */
    STARE         /* reads nothing, until the server has reset the connection */
};

struct step {
    enum action action;
    const char *text;
    size_t count;
    int64_t pause; /* in nanoseconds, after each byte that is sent or each piece that is read */
};

struct behaviour {
    const char *name;
    unsigned weight; /* how often it comes, among the others */
    bool slow;       /* it makes the server wait, at most until its deadline */
    struct step script[MOST_STEPS];
};

enum failure {
    FAILURE_NONE,
    FAILURE_UNREACHABLE, /* no connection */
    FAILURE_CUT,         /* the end, or a reset, instead of a reply */
    FAILURE_WRONG,       /* wrong bytes */
    FAILURE_LATE,        /* not over in time */
    FAILURES
};

struct visitor {
    int descriptor; /* -1: no client */
    const struct behaviour *behaviour;
    const struct step *step;
    size_t done;         /* bytes or replies of this step */
    int64_t limit, wake; /* late after `limit`; poll() must not look at it before `wake` */
    int64_t began;
    unsigned long replies; /* right ones */
    enum failure failure;
    struct reply reply;
};

/* All scripts of clients; the last one has no name. And two special scripts: a request for /hello, and one that
 * uses as much of the server as a client can. */
extern const struct behaviour behaviours[], behaviour_hello, behaviour_bulky;

/* A visitor on a connected (or connecting) non-blocking socket, late after `limit`. */
void visitor_begin(struct visitor *visitor, const struct behaviour *behaviour, int descriptor,
                   int64_t now, int64_t limit);

/* The events that poll(2) should wait for. */
short visitor_events(const struct visitor *visitor);

/* Goes on as far as possible without waiting. False: the visit is over, the socket is closed, and `failure` says
 * with which result. `random` is for noise. */
bool visitor_go(struct visitor *visitor, int64_t now, uint64_t random);

#endif
