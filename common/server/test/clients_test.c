/* clients_test.c - the free list of clients, used by several threads. */
#include "common/server/clients.h"
#include "common/socket/clock.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>

TestSuite(clients, .timeout = 10);

static struct clients clients;
static atomic_bool done;

/* Whether a thread is still waiting after a while that would have been enough for it. */
static bool still_waits(void)
{
    for (int i = 0; i < 50 && !done; i++)
        clock_sleep(1);
    return !done;
}

Test(clients, there_are_as_many_as_asked_for_and_each_is_another)
{
    enum { MANY = 100 };
    struct client *taken[MANY];
    cr_assert(eq(int, clients_create(&clients, MANY), 0));
    for (int i = 0; i < MANY; i++) {
        taken[i] = clients_take(&clients);
        for (int j = 0; j < i; j++)
            if (taken[i] == taken[j])
                cr_fatal("number %d is number %d", i, j);
        client_init(taken[i], i); /* all of it is memory of its own */
    }
    for (int i = 0; i < MANY; i++)
        cr_assert(eq(int, taken[i]->descriptor, i));
    cr_assert(eq(uint, clients.free_count, 0));
}

Test(clients, the_one_used_last_is_taken_next)
{
    clients_create(&clients, 3);
    struct client *one = clients_take(&clients), *other = clients_take(&clients);
    clients_return(&clients, other);
    clients_return(&clients, one);
    cr_assert(eq(ptr, clients_take(&clients), one));
    cr_assert(eq(ptr, clients_take(&clients), other));
}

static void *take(void *unused)
{
    (void)unused;
    struct client *client = clients_take(&clients);
    done = true;
    return client;
}

Test(clients, taking_waits_while_all_are_in_use)
{
    pthread_t taker;
    void *taken;
    clients_create(&clients, 2);
    clients_take(&clients);
    struct client *second = clients_take(&clients);
    pthread_create(&taker, NULL, take, NULL);
    cr_assert(still_waits());
    clients_return(&clients, second);
    pthread_join(taker, &taken);
    cr_assert(eq(ptr, taken, second));
}

static void *wait_for_all(void *unused)
{
    clients_wait_for_all(&clients);
    done = true;
    return unused;
}

Test(clients, waiting_for_all_ends_with_the_last_one_that_is_given_back)
{
    pthread_t waiter;
    clients_create(&clients, 2);
    struct client *one = clients_take(&clients), *other = clients_take(&clients);
    pthread_create(&waiter, NULL, wait_for_all, NULL);
    cr_assert(still_waits());
    clients_return(&clients, one);
    cr_assert(still_waits());
    clients_return(&clients, other);
    pthread_join(waiter, NULL);
    cr_assert(done);
}

Test(clients, waiting_for_all_ends_at_once_when_none_is_in_use)
{
    clients_create(&clients, 2);
    clients_return(&clients, clients_take(&clients));
    clients_wait_for_all(&clients);
}

enum { FEW = 3, THREADS = 8, TIMES = 5000 };

static atomic_int users[FEW]; /* of each client */
static atomic_int clashes;

static void *use(void *unused)
{
    for (int i = 0; i < TIMES; i++) {
        struct client *client = clients_take(&clients);
        if (atomic_fetch_add(&users[client - clients.all], 1) != 0)
            clashes++;
        sched_yield(); /* so that others have to wait for it */
        atomic_fetch_sub(&users[client - clients.all], 1);
        clients_return(&clients, client);
    }
    return unused;
}

Test(clients, no_two_threads_ever_have_the_same)
{
    pthread_t threads[THREADS];
    clients_create(&clients, FEW);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, use, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    cr_assert(eq(int, clashes, 0));
    cr_assert(eq(uint, clients.free_count, FEW));
}

static rlim_t descriptors_allowed(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

static void allow_descriptors(rlim_t now, rlim_t at_most)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = now;
    if (at_most < limit.rlim_max)
        limit.rlim_max = at_most;
    setrlimit(RLIMIT_NOFILE, &limit);
}

Test(clients, the_limit_of_descriptors_is_raised_for_them_all)
{
    allow_descriptors(64, RLIM_INFINITY);
    clients_create(&clients, 200);
    cr_assert(lt(ulong, 200, (unsigned long)descriptors_allowed()));
}

Test(clients, the_limit_is_raised_as_far_as_may_be)
{
    allow_descriptors(64, 100);
    cr_assert(eq(int, clients_create(&clients, 200), 0));
    cr_assert(eq(ulong, (unsigned long)descriptors_allowed(), 100));
}

Test(clients, a_limit_that_is_high_enough_is_left_alone)
{
    allow_descriptors(512, RLIM_INFINITY);
    clients_create(&clients, 200);
    cr_assert(eq(ulong, (unsigned long)descriptors_allowed(), 512));
}

Test(clients, descriptors_can_be_limited_but_not_raised_so)
{
    allow_descriptors(512, RLIM_INFINITY);
    clients_limit_descriptors(300);
    cr_assert(eq(ulong, (unsigned long)descriptors_allowed(), 300));
    clients_limit_descriptors(400);
    cr_assert(eq(ulong, (unsigned long)descriptors_allowed(), 300));
}

Test(clients, a_limit_of_descriptors_is_not_raised_for_the_clients)
{
    allow_descriptors(100, RLIM_INFINITY);
    clients_limit_descriptors(300);
    cr_assert(eq(ulong, (unsigned long)descriptors_allowed(), 100));
    clients_create(&clients, 290); /* and others: more than 300 in all */
    cr_assert(eq(ulong, (unsigned long)descriptors_allowed(), 300));
}

Test(clients, too_many_for_the_memory_are_an_error)
{
    struct rlimit limit = {.rlim_cur = 1 << 30, .rlim_max = 1 << 30};
    if (getenv("SANITIZED") != NULL || setrlimit(RLIMIT_AS, &limit) == -1)
        cr_skip_test("memory cannot be limited here"); /* a sanitizer needs terabytes of it */
    errno = 0;
    int result = clients_create(&clients, 1000000), error = errno;
    cr_assert(eq(int, result, -1));
    cr_assert(eq(int, error, ENOMEM));
}
