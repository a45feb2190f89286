/* effort.h - how much a thread of load runs, and how long it waits for a processor. */
#ifndef EFFORT_H
#define EFFORT_H

#include "bench/generator/figures/figures.h"

/* What the clocks of the calling thread said at one moment. All in nanoseconds. */
struct effort {
    int64_t at;     /* as clock_now() tells it; 0: they have not been read */
    int64_t ran;    /* CPU time of this thread */
    int64_t waited; /* for a processor; -1: the system does not tell */
};

/* Reads them when measuring begins. */
void effort_begin(struct effort *first);

/* Reads them again, and enters what the thread has done in between. The last turn of its loop can end long after
 * the measured time. So the shares are of the time between the two readings, and the CPU time is that share of
 * the `measured` nanoseconds. */
void effort_end(const struct effort *first, int64_t measured, struct figures *figures);

#endif
