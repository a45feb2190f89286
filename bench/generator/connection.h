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
#include "bench/generator/figures/figures.h"
#include "poller.h"
#include "bench/generator/protocol/reply.h"
#include "bench/generator/protocol/target.h"
#include "timeline.h"
#include "window.h"

#include <stdbool.h>
#include <stdint.h>

/* What the connections of one thread share. */
struct crew {
    const struct target *target;
    unsigned long requests_per_connection; /* 0: no end */
    bool open_loop;                        /* requests count by when they were due */
    int64_t timeout;                       /* nanoseconds for one request */
    unsigned drops;                        /* of a slow client's request; 0: its bytes */
    struct window *window;                 /* what is measured, for all threads, */
    int64_t from, until;                   /* and as this one has adopted it */
    int64_t now;                           /* when something last happened */
    struct dialler dialler;
    struct poller poller;
    struct reply_sample *sample; /* of the replies */
    struct figures figures;      /* of the load, */
    struct figures slow_figures; /* and of the slow clients beside it */
    struct timeline *timeline;   /* NULL: not wanted */
    char buffer[65536]; /* what is received is looked at and forgotten, so one will do for all */
};

enum connection_state {
    CONNECTION_FREE,           /* for the next request */
    CONNECTION_RESTING,        /* free too, but there is no point in trying again at once */
    CONNECTION_CONNECTING,     /* nothing has been sent */
    CONNECTION_AWAITING_REPLY, /* or the rest of it; or still sending */
    CONNECTION_AWAITING_CLOSE  /* the reply is complete; the server must close */
};

struct connection {
    int descriptor;    /* -1: none */
    unsigned slot;     /* its number in its thread, and in the poller */
    unsigned stream;   /* its number in the whole load */
    unsigned interest; /* what the poller watches for; 0: it does not */
    enum connection_state state;
    bool last;                 /* the request is the connection's last */
    unsigned long connections; /* made */
    unsigned long requests;    /* begun on this descriptor */
    int64_t drip;              /* how long a slow client takes to send a request; 0: it is none */
    int64_t dripping;          /* since then */
    int64_t began;             /* the request; its latency counts from here */
    int64_t started;           /* when it was begun in truth: in an open loop perhaps later */
    int64_t replied;           /* when its first reply was complete; 0: it has had none */
    int64_t over;              /* when its last request was over; 0: it has made none */
    int64_t waited;            /* for a reply that it did not get in the measured time */
    bool served, failed;       /* in the measured time: a good reply; something else */
    struct timeline_row row;   /* when it got how far */
    uint64_t received;         /* bytes of the reply */
    size_t length;             /* of the request */
    struct bytes unsent;       /* of it */
    struct reply reply;
};

/* A connection without a descriptor. Its numbers: in the thread, and in the whole load. drip: of a
 * slow client, the nanoseconds in which it sends a request byte by byte; 0: it sends it at once. */
void connection_init(struct connection *connection, unsigned slot, unsigned stream, int64_t drip);

/* Gives a free connection a connected descriptor. 0, or -1 and errno. */
int connection_adopt(struct connection *connection, struct crew *crew, int descriptor);

/* Begins the next request of a FREE or RESTING connection. Its latency counts from `began`. */
void connection_begin(struct connection *connection, struct crew *crew, int64_t began);

/* Does the next step when the poller says `ready`. Sets crew->now. */
void connection_step(struct connection *connection, struct crew *crew, unsigned ready);

/* Sends the drops that are due at crew->now, if it is a slow client's connection. */
void connection_drip(struct connection *connection, struct crew *crew);

/* Gives a request up that has used up its time at crew->now. */
void connection_expire(struct connection *connection, struct crew *crew);

/* Closes the descriptor, if there is one, whatever is under way on it. */
void connection_close(struct connection *connection, struct crew *crew);

#endif
