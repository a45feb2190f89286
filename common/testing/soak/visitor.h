/*
 * visitor.h - one client of the soak: a connection, and a script that says how it behaves.
 *
 * None of them waits: all are driven by one poll(2) loop, crowd.c.
 */
#ifndef VISITOR_H
#define VISITOR_H

#include "bench/generator/protocol/reply.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_STEPS = 8 };

enum action {
    LEAVE, /* closes; so does the end of every script */
    RESET,
    HALF_CLOSE,
    SEND,         /* the text, `count` times over */
    SEND_NOISE,   /* `count` random bytes */
    DRIP,         /* as SEND, until the server has answered or closed */
    READ_REPLIES, /* `count` right ones, and no byte more */
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
    bool slow;       /* it makes the server wait, for its deadline at most */
    struct step script[MOST_STEPS];
};

enum failure {
    FAILURE_NONE,
    FAILURE_UNREACHABLE, /* no connection */
    FAILURE_CUT,         /* the end, or a reset, where a reply was due */
    FAILURE_WRONG,       /* other bytes than were due */
    FAILURE_LATE,        /* not over in time */
    FAILURES
};

struct visitor {
    int descriptor; /* -1: nobody */
    const struct behaviour *behaviour;
    const struct step *step;
    size_t done;         /* bytes or replies of this step */
    int64_t limit, wake; /* late after this; and not to be looked at before that */
    int64_t began;
    unsigned long replies; /* right ones */
    enum failure failure;
    struct reply reply;
};

/* All that a client may do; the last has no name. And two for special occasions: a request for
 * /hello, and one that occupies as much of the server as a client can. */
extern const struct behaviour behaviours[], behaviour_hello, behaviour_bulky;

/* A visitor on a connected (or connecting) non-blocking socket, late after `limit`. */
void visitor_begin(struct visitor *visitor, const struct behaviour *behaviour, int descriptor,
                   int64_t now, int64_t limit);

/* What poll(2) is to wait for. */
short visitor_events(const struct visitor *visitor);

/* Goes as far as possible without waiting. False: it is over, the socket is closed, and `failure`
 * says how it went. `random` is for noise. */
bool visitor_go(struct visitor *visitor, int64_t now, uint64_t random);

#endif
