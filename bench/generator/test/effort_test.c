/* effort_test.c - the share of the time in which a thread ran: without its waiting, and never more than 1. */
#include "bench/generator/effort.h"
#include "common/socket/clock.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

TestSuite(effort, .timeout = 30);

enum { MOST = 64 };

static struct effort first;
static struct figures figures;
static atomic_bool over;

static void compute_for(int64_t nanoseconds)
{
    int64_t end = clock_now() + nanoseconds;
    while (clock_now() < end)
        ;
}

static void *compute(void *unused)
{
    while (!over)
        ;
    return unused;
}

Test(effort, a_last_turn_long_after_the_end_does_not_make_the_share_greater_than_1)
{
    effort_begin(&first);
    compute_for(100 * MILLISECOND);
    effort_end(&first, 2 * MILLISECOND, &figures);
    cr_assert(figures.busy > 0 && figures.busy <= 1, "%g", figures.busy);
    cr_assert(figures.cpu > 0 && figures.cpu <= 2 * MILLISECOND, "not of the time after it");
}

Test(effort, a_thread_that_sleeps_neither_runs_nor_waits_for_a_processor)
{
    effort_begin(&first);
    clock_sleep(200);
    effort_end(&first, 200 * MILLISECOND, &figures);
    cr_assert(figures.busy < 0.5, "%g", figures.busy);
    cr_assert(figures.busy + figures.waiting < 0.9, "%g + %g", figures.busy, figures.waiting);
}

/* Three other threads compute on each processor, so this one has perhaps a quarter of one. */
Test(effort, waiting_for_a_processor_is_not_running)
{
    pthread_t threads[MOST];
    long processors = sysconf(_SC_NPROCESSORS_ONLN), count = 0;
    if (processors < 1 || 3 * processors > MOST)
        cr_skip_test("too many processors to keep them all busy");
    for (; count < 3 * processors; count++)
        cr_assert(eq(int, pthread_create(&threads[count], NULL, compute, NULL), 0));
    effort_begin(&first);
    compute_for(600 * MILLISECOND);
    effort_end(&first, 600 * MILLISECOND, &figures);
    over = true;
    while (count > 0)
        pthread_join(threads[--count], NULL);
    cr_assert(figures.busy < 0.8, "%g", figures.busy);
    cr_assert(figures.busy + figures.waiting <= 1.01, "%g + %g", figures.busy, figures.waiting);
    if (figures.waiting_known)
        cr_assert(figures.busy + figures.waiting > 0.9, "%g + %g", figures.busy, figures.waiting);
}

Test(effort, the_merged_figures_are_those_of_the_busiest_thread_and_the_cpu_time_of_all)
{
    struct figures one = {.cpu = 5, .busy = 0.6, .waiting = 0.1, .waiting_known = true};
    struct figures other = {.cpu = 2, .busy = 0.2, .waiting = 0.7, .waiting_known = true};
    figures_merge(&figures, &one);
    figures_merge(&figures, &other);
    cr_assert(figures.busy == 0.6 && figures.waiting == 0.1 && figures.waiting_known);
    cr_assert(eq(int, (int)figures.cpu, 7));
}
