/*
 * generator.h - one thread of the load: its share of the connections, kept busy until the end.
 *
 * Closed loop: a connection sends its next request as soon as it has the reply to the last. Open
 * loop: requests are due at their times, and each is begun on a connection that is free.
 */
#ifndef GENERATOR_H
#define GENERATOR_H

#include "connection.h"
#include "effort.h"
#include "schedule.h"

#include <pthread.h>
#include <stdatomic.h>

/* One thread's share of the work. All is set before generator_create(). */
struct share {
    unsigned connections, slow; /* the slow clients come after the others */
    unsigned first;             /* the number of its first connection in the whole load */
    int64_t drip;               /* nanoseconds; for the slow clients */
    unsigned long rounds;       /* how many connections each client makes */
};

struct generator {
    struct crew crew;
    struct share share;
    struct schedule schedule;       /* without `start`, which is generator.c's */
    struct connection *connections; /* connections + slow */
    int64_t drain;                  /* how long replies under way at the end are waited for */
    atomic_uint *running;           /* this thread says: done */

    /* The rest is generator.c's. */
    unsigned hint;   /* a connection that may be free */
    bool all_busy;   /* and there is none */
    bool draining;   /* the measured time is over: no request begins any more */
    int64_t scan_at; /* when to look at every connection again */
    int64_t drip_at; /* when to look at the slow clients' */
    int64_t ended;   /* when all clients had made their rounds; or the end of the measured time */
    struct effort effort; /* this thread's, when measuring began */
    pthread_t thread;
};

/* Memory for its connections; generator->crew's target and sample are set too. 0, or -1 and errno.
 */
int generator_create(struct generator *generator);

/* What the thread runs. The figures are in crew.figures afterwards, and the connections that are
 * still open stay so. Takes and returns a generator, as pthread_create(3) wants it. */
void *generator_run(void *generator);

/* Closes what is open, and counts what was under way. */
void generator_close(struct generator *generator);

/* Gives its memory back. */
void generator_free(struct generator *generator);

#endif
