/* counters_test.c - counting together, in threads and in processes. */
#include "common/service/counters.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(counters, .timeout = 10);

enum { MANY = 4, TIMES = 50000 };

static struct counters *counters;

static void *count(void *unused)
{
    for (int i = 0; i < TIMES; i++)
        atomic_fetch_add(&counters->requests, 1);
    return unused;
}

Test(counters, begin_at_zero)
{
    counters = counters_create();
    cr_assert(eq(ulong, atomic_load(&counters->connections), 0));
    cr_assert(eq(ulong, atomic_load(&counters->departed), 0));
    cr_assert(eq(ulong, atomic_load(&counters->requests), 0));
}

Test(counters, threads_that_count_at_once_lose_nothing)
{
    pthread_t threads[MANY];
    counters = counters_create();
    for (int i = 0; i < MANY; i++)
        pthread_create(&threads[i], NULL, count, NULL);
    for (int i = 0; i < MANY; i++)
        pthread_join(threads[i], NULL);
    cr_assert(eq(ulong, atomic_load(&counters->requests), MANY * TIMES));
}

Test(counters, forked_children_count_for_their_parent)
{
    counters = counters_create();
    for (int i = 0; i < MANY; i++) {
        if (fork() == 0) {
            count(NULL);
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        ;
    cr_assert(eq(ulong, atomic_load(&counters->requests), MANY * TIMES));
}

Test(counters, two_sets_are_apart)
{
    counters = counters_create();
    struct counters *others = counters_create();
    atomic_fetch_add(&counters->connections, 5);
    cr_assert(eq(ulong, atomic_load(&others->connections), 0));
}
