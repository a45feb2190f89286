/* effort.c - reads the clocks of one thread: the time, its CPU time, and its waiting for a processor. */
#include "effort.h"

#include "common/socket/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t thread_ran(void)
{
    struct timespec used = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return used.tv_sec * NANOSECONDS + used.tv_nsec;
}

/* The file's second number; Linux counts there only while a thread is ready to run. proc(5) */
static int64_t thread_waited(void)
{
    long long ran, waited = -1;
    FILE *file = fopen("/proc/thread-self/schedstat", "r");
    if (file != NULL && fscanf(file, "%lld %lld", &ran, &waited) != 2)
        waited = -1;
    if (file != NULL)
        fclose(file);
    return waited;
}

/* The time is the first thing here and the last thing in effort_end(): a thread cannot run for more than the
 * time between the two. */
void effort_begin(struct effort *first)
{
    first->at = clock_now();
    first->ran = thread_ran();
    first->waited = thread_waited();
}

void effort_end(const struct effort *first, int64_t measured, struct figures *figures)
{
    int64_t waited = thread_waited();
    int64_t ran = thread_ran() - first->ran;
    int64_t between = clock_now() - first->at;
    if (first->at == 0 || between <= 0)
        return;
    figures->busy = (double)ran / (double)between;
    figures->cpu = (int64_t)(figures->busy * (double)measured);
    figures->waiting_known = waited != -1 && first->waited != -1;
    if (figures->waiting_known)
        figures->waiting = (double)(waited - first->waited) / (double)between;
}
