/*
 * figures.h - what came of the requests: how long they took, and how they failed.
 *
 * Each thread has its own, so that no request waits for a lock; they are added up at the end.
 */
#ifndef FIGURES_H
#define FIGURES_H

#include "histogram.h"

#include <stdint.h>

/* Each kind apart: a short queue, a crash and a wrong reply are different illnesses. */
enum failure {
    FAILURE_REFUSED,      /* ECONNREFUSED: nobody listens there (any more) */
    FAILURE_RESET,        /* ECONNRESET, EPIPE: the server threw the connection away */
    FAILURE_CLOSED_EARLY, /* the end came before the end of the reply */
    FAILURE_TIMED_OUT,    /* no complete reply (and no close after the last one) in --timeout */
    FAILURE_WRONG_STATUS, /* the reply was complete but not the right one: see reply.h */
    FAILURE_WRONG_LENGTH,
    FAILURE_WRONG_BYTES,
    FAILURE_NO_PORT, /* EADDRNOTAVAIL: this machine had no free port left to connect from */
    FAILURE_OTHER,   /* any other errno of the system */
    FAILURE_KINDS
};

/* All zero is the start. Only requests that began after the warm-up are in here, and those that
 * were complete before the end; but for `answered`, and for `stuck`. */
struct figures {
    struct histogram latency; /* of the good replies */
    struct histogram connect; /* how long connecting took; that is also in the latency of the
                               * connection's first request */
    uint64_t completed;       /* good replies that came in the measured time, whenever asked for:
                               * what the throughput is made of */
    uint64_t bytes;           /* in these, heads included */
    uint64_t failures[FAILURE_KINDS];
    int other_error;   /* an errno that FAILURE_OTHER stands for */
    uint64_t stuck;    /* connections, see tally_stuck() in tally.h */
    uint64_t overdue;  /* requests of an open loop that found no free connection to begin on */
    uint64_t answered; /* complete replies, right or wrong, from the first moment to the last */
    int64_t cpu;       /* nanoseconds that the thread has used while it measured */
    int64_t busiest;   /* nanoseconds that the busiest thread was running, or ready to run */
};

/* Its name in the report and at the head of its column: "timed_out". */
const char *failure_name(enum failure failure);

/* Adds another thread's. */
void figures_merge(struct figures *into, const struct figures *from);

/* All failures together, without the stuck ones. */
uint64_t figures_failures(const struct figures *figures);

#endif
