/*
 * generator.h - one thread of the load: its share of the connections, kept busy until the end.
 *
 * Closed loop: a connection sends its next request as soon as it has the reply to the last. Open
 * loop: requests are due at their times, and each is begun on a connection that is free.
 */
#ifndef GENERATOR_H
#define GENERATOR_H

#include "connection.h"

#include <pthread.h>
#include <stdatomic.h>

/* One thread's share of the work. All is set before generator_create(). */
struct share {
    unsigned connections, slow; /* the slow clients come after the others */
    unsigned first;             /* the number of its first connection in the whole load */
    int64_t drip;               /* nanoseconds; for the slow clients */
    unsigned long rounds;       /* how many connections each client makes */
    double period; /* nanoseconds from one request's time to the next; 0: closed loop */
    double offset; /* the first one's time */
};

struct generator {
    struct crew crew;
    struct share share;
    struct connection *connections; /* connections + slow */
    int64_t drain;                  /* how long replies under way at the end are waited for */
    int64_t patience;               /* see tally_stuck() */
    atomic_bool *stop;              /* another thread says: enough */
    atomic_uint *running;           /* this thread says: done */

    /* The rest is generator.c's. */
    int64_t start;     /* the schedule's zero */
    unsigned long due; /* requests whose time the open loop has come to */
    unsigned hint;     /* a connection that may be free */
    bool all_busy;     /* and there is none */
    bool behind;       /* and there was none for a request that was due */
    int64_t scan_at;   /* when to look at every connection again */
    int64_t drip_at;   /* when to look at the slow clients' */
    int64_t cpu, busy; /* this thread's, when the measurement began; -1: it has not */
    int64_t ended;     /* when all clients had made their rounds; or the end of the measurement */
    pthread_t thread;
};

/* Memory for its connections; generator->crew's target and sample are set too. 0, or -1 and errno.
 */
int generator_create(struct generator *generator);

/* What the thread runs. The figures are in crew.figures afterwards, and the connections that are
 * still open stay so. Takes and returns a generator, as pthread_create(3) wants it. */
void *generator_run(void *generator);

/* Closes what is open. */
void generator_close(struct generator *generator);

#endif
