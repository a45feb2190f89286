/*
 * generator.h - one thread of the load: its share of the connections, kept busy until the end.
 */
#ifndef GENERATOR_H
#define GENERATOR_H

#include "connection.h"

#include <pthread.h>
#include <stdatomic.h>

struct generator {
    struct crew crew;
    struct connection *connections;
    unsigned count;
    int64_t drain;     /* how long replies still under way at the end are waited for */
    int64_t patience;  /* see connection_settle() */
    atomic_bool *stop; /* another thread says: enough */
    int64_t scan_at;   /* when to look at every connection again */
    int64_t cpu;       /* this thread's, when the measurement began; -1: it has not */
    pthread_t thread;
};

/* Memory for `count` connections, of which the first has the number `first` in the whole load.
 * generator->crew.target and .sample are set before. 0, or -1 and errno. */
int generator_create(struct generator *generator, unsigned count, unsigned first);

/* What the thread runs: a closed loop, in which each connection sends its next request as soon as
 * it has the reply to the last. The figures are in crew.figures afterwards. Takes and returns a
 * generator, as pthread_create(3) wants it. */
void *generator_run(void *generator);

#endif
