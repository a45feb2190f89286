/*
 * figures.h - what came of the requests: how long they took, and how they failed.
 *
 * Each thread has its own, so that no request waits for a lock; they are added up at the end.
 */
#ifndef FIGURES_H
#define FIGURES_H

#include "histogram.h"

#include <stdbool.h>
#include <stdint.h>

/* Each kind apart: a short queue, a crash and a wrong reply are different illnesses. */
enum failure {
    FAILURE_REFUSED,      /* ECONNREFUSED: no process listens there (any more) */
    FAILURE_RESET,        /* ECONNRESET, EPIPE: the server threw the connection away */
    FAILURE_CLOSED_EARLY, /* the end came before the end of the reply */
    FAILURE_NO_PORT,      /* EADDRNOTAVAIL: this machine had no free port left to connect from */
    FAILURE_OTHER,        /* any other errno of the system */
    FAILURE_WRONG_STATUS, /* the reply was complete but not the right one: see reply.h */
    FAILURE_WRONG_LENGTH,
    FAILURE_WRONG_BYTES,
    FAILURE_TIMED_OUT, /* no complete reply (and no close after the last one) in --timeout */
    FAILURE_KINDS
};

/* All zero is the start. bench/README.md says which requests are in which figure. */
struct figures {
    struct histogram latency; /* of the good replies, and of requests that waited in vain */
    struct histogram connect; /* how long connecting took; that is also in the latency of the
                               * connection's first request */
    uint64_t completed;       /* good replies that came in the measured time, whenever asked for:
                               * what the throughput is made of */
    uint64_t bytes;           /* in these, heads included */
    int64_t completed_time;   /* their latencies, summed */

    /* The ledger: each request that is due ends in one of the others. `due` is counted separately, so
     * that ledger.c can find a mistake. */
    uint64_t due, good, unfinished, overdue;
    uint64_t failures[FAILURE_KINDS];
    int other_error; /* an errno that FAILURE_OTHER stands for */

    /* Nanoseconds of the measured time, summed over all clients. */
    int64_t under_way; /* with a request under way, or due */
    int64_t outside;   /* between two requests */

    uint64_t answered;  /* complete replies, right or wrong, from the first moment to the last */
    int64_t cpu;        /* nanoseconds of CPU time in the measured time, of all threads */
    double busy;        /* share of the time in which the busiest thread ran, */
    double waiting;     /* and in which that thread waited for a processor, */
    bool waiting_known; /* if the system tells */
};

/* Its name in the report and at the head of its column: "timed_out". */
const char *failure_name(enum failure failure);

/* Which failure an errno of connect(), send() or recv() is. */
enum failure failure_of_errno(int error);

/* Adds another thread's. */
void figures_merge(struct figures *into, const struct figures *from);

/* Requests that had no reply, without those that timed out. */
uint64_t figures_failed(const struct figures *figures);

/* Requests that had a wrong reply. */
uint64_t figures_wrong(const struct figures *figures);

/* All failures together. */
uint64_t figures_failures(const struct figures *figures);

#endif
