/*
 * measure.h - the load on one server, from the first connection to the last reply.
 */
#ifndef MEASURE_H
#define MEASURE_H

#include "bench/generator/server/census.h"
#include "bench/generator/figures/figures.h"
#include "bench/generator/figures/ledger.h"
#include "bench/generator/command/load_options.h"
#include "bench/generator/server/server_process.h"
#include "bench/generator/protocol/target.h"
#include "timeline.h"

struct results {
    const char *url;
    int64_t warm_up;  /* nanoseconds before measuring began */
    int64_t duration; /* nanoseconds that were measured: less than asked for with --rounds */
    struct figures load, slow;     /* of the clients, and of the slow ones beside them */
    struct client_record *clients; /* one for each, by its number, slow ones included */
    unsigned client_count;
    struct ledger ledger, slow_ledger; /* the same, counted */
    unsigned idle_closed;              /* idle clients that the server has closed */
    struct census census;       /* processes and threads in mid-course, memory at the end; if the
                                 * server is ours */
    double server_window;       /* CPU seconds it used from the first request to the last reply,
                                 * if that can be told from its whole life: with persistent
                                 * connections, because no client ends meanwhile. Or -1 */
    struct server_usage server; /* filled in by the code that ends the server */
    int64_t origin;             /* when the load began */
    struct timeline *timelines; /* one for each thread */
};

/* By Little's law, the mean number of requests under way that the replies stand for: how many came
 * in a second, times how long each took. */
double results_little(const struct results *results);

/* Puts the load on the server; `server` is its process, if it is ours (server->server is 0 if not).
 * Returns 0, or 1 when it has been said why there are no results, or a signal came. */
int measure(const struct load_options *options, struct target *target,
            struct server_process *server, struct results *results);

#endif
