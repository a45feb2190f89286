/*
 * connection.h - one connection of the load, from one request to the next.
 *
 *     FREE ───► CONNECTING ───► AWAITING_REPLY ───► AWAITING_CLOSE ───► FREE
 *       └─── it is connected ───►      │   └────► FREE, and still connected
 *     RESTING ◄── it could not be      └─ a failure ─► FREE
 *
 * Nothing here waits. connection_begin() goes as far as it can, and connection_step() further when
 * the poller says so. When the next request begins, is for the caller to say: at once (a closed
 * loop), or at its time (an open one).
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "dial.h"
#include "figures.h"
#include "poller.h"
#include "reply.h"
#include "target.h"

#include <stdbool.h>
#include <stdint.h>

/* What the connections of one thread share. */
struct crew {
    const struct target *target;
    unsigned long requests_per_connection; /* 0: no end */
    int64_t timeout;                       /* nanoseconds for one request */
    int64_t from, until;                   /* what is measured, as clock_now() tells the time */
    int64_t now;                           /* when something last happened */
    struct dialler dialler;
    struct poller poller;
    struct reply_sample *sample; /* NULL: each body may be another */
    struct figures figures;
    char buffer[65536]; /* what is received is looked at and forgotten, so one will do for all */
};

enum connection_state {
    CONNECTION_FREE,           /* for the next request */
    CONNECTION_RESTING,        /* free too, but there is no point in trying again at once */
    CONNECTION_CONNECTING,     /* nothing has been sent */
    CONNECTION_AWAITING_REPLY, /* or the rest of it; or still sending */
    CONNECTION_AWAITING_CLOSE  /* the reply is complete; the server is to close */
};

struct connection {
    int descriptor;    /* -1: none */
    unsigned slot;     /* its number in its thread, and in the poller */
    unsigned stream;   /* its number in the whole load */
    unsigned interest; /* what the poller watches for; 0: it does not */
    enum connection_state state;
    bool last;              /* the request is the connection's last */
    unsigned long requests; /* begun on this descriptor */
    int64_t began;          /* the request; its latency counts from here */
    int64_t heard;          /* the server, or when the request began: see connection_settle() */
    int64_t answered;       /* when the reply was complete */
    uint64_t received;      /* bytes of the reply */
    struct bytes unsent;    /* of the request */
    struct reply reply;
};

/* A connection without a descriptor. Its numbers: in the thread, and in the whole load. */
void connection_init(struct connection *connection, unsigned slot, unsigned stream);

/* Gives a free connection a connected descriptor. 0, or -1 and errno. */
int connection_adopt(struct connection *connection, struct crew *crew, int descriptor);

/* Begins the next request of a FREE or RESTING connection. Its latency counts from `began`. */
void connection_begin(struct connection *connection, struct crew *crew, int64_t began);

/* What there is to do when the poller says `ready`. Sets crew->now. */
void connection_step(struct connection *connection, struct crew *crew, unsigned ready);

/* Gives a request up that has used up its time at crew->now. */
void connection_expire(struct connection *connection, struct crew *crew);

/* The end of the measurement. A connection on which nothing at all has come from the server, not a
 * byte and not a close, since before `patience` nanoseconds ago is counted as stuck: its request is
 * neither a reply nor a failure, and a client that was never served must not vanish. */
void connection_settle(const struct connection *connection, struct crew *crew, int64_t patience);

/* Closes the descriptor, if there is one. */
void connection_close(struct connection *connection, struct crew *crew);

#endif
