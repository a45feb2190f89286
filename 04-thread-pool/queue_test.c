/* queue_test.c - a bounded queue between threads: order, back-pressure, and the end. */
#include "queue.h"
#include "common/socket/clock.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdatomic.h>

TestSuite(queue, .timeout = 10);

enum { SIZE = 4 };

static struct queue queue;
static struct client clients[SIZE + 2];
static atomic_int done; /* threads that are not waiting any more */

static void create(void)
{
    cr_assert(eq(int, queue_create(&queue, SIZE), 0));
}

static void push_many(int count)
{
    for (int i = 0; i < count; i++)
        queue_push(&queue, &clients[i]);
}

/* Whether none of the threads has gone on, after a while that would have been enough for it. */
static bool none_goes_on(void)
{
    for (int i = 0; i < 50 && done == 0; i++)
        clock_sleep(1);
    return done == 0;
}

Test(queue, clients_come_out_in_the_order_in_which_they_went_in, .init = create)
{
    for (int round = 0; round < 5; round++) { /* and round the end of the ring */
        push_many(3);
        for (int i = 0; i < 3; i++)
            cr_assert(eq(ptr, queue_pop(&queue), &clients[i]), "round %d, client %d", round, i);
    }
}

Test(queue, a_queue_of_one_works_as_well)
{
    queue_create(&queue, 1);
    for (int i = 0; i < 3; i++) {
        queue_push(&queue, &clients[i]);
        cr_assert(eq(ptr, queue_pop(&queue), &clients[i]));
    }
}

static void *push_one_more(void *unused)
{
    queue_push(&queue, &clients[SIZE]);
    done++;
    return unused;
}

Test(queue, a_push_into_a_full_queue_waits_for_a_pop, .init = create)
{
    pthread_t pusher;
    push_many(SIZE);
    pthread_create(&pusher, NULL, push_one_more, NULL);
    cr_assert(none_goes_on());
    cr_assert(eq(uint, queue.count, SIZE));
    cr_assert(eq(ptr, queue_pop(&queue), &clients[0]));
    pthread_join(pusher, NULL);
    for (int i = 1; i <= SIZE; i++)
        cr_assert(eq(ptr, queue_pop(&queue), &clients[i]), "client %d", i);
}

static void *pop(void *unused)
{
    (void)unused;
    struct client *client = queue_pop(&queue);
    done++;
    return client;
}

Test(queue, a_pop_from_an_empty_queue_waits_for_a_push, .init = create)
{
    pthread_t popper;
    void *popped;
    pthread_create(&popper, NULL, pop, NULL);
    cr_assert(none_goes_on());
    queue_push(&queue, &clients[0]);
    pthread_join(popper, &popped);
    cr_assert(eq(ptr, popped, &clients[0]));
}

/* POSIX allows a wait to end for no reason; and another thread may have been quicker. So each wait
 * stands in a loop. A worker whose pop returned nothing would end, and the pool would shrink. */
Test(queue, a_pop_that_is_woken_for_nothing_waits_on, .init = create)
{
    pthread_t popper;
    void *popped;
    pthread_create(&popper, NULL, pop, NULL);
    cr_assert(none_goes_on());
    pthread_cond_broadcast(&queue.not_empty);
    cr_assert(none_goes_on());
    queue_push(&queue, &clients[0]);
    pthread_join(popper, &popped);
    cr_assert(eq(ptr, popped, &clients[0]));
}

Test(queue, a_push_that_is_woken_for_nothing_waits_on, .init = create)
{
    pthread_t pusher;
    push_many(SIZE);
    pthread_create(&pusher, NULL, push_one_more, NULL);
    cr_assert(none_goes_on());
    pthread_cond_broadcast(&queue.not_full);
    cr_assert(none_goes_on());
    queue_pop(&queue);
    pthread_join(pusher, NULL);
}

/* Nothing of the queue may be touched while another thread has its lock. A mistake here would show in
 * the test of many threads as well, but only now and then. */
static void expect_to_wait_for_the_lock(void *(*call)(void *))
{
    pthread_t caller;
    pthread_mutex_lock(&queue.lock);
    unsigned count = queue.count;
    pthread_create(&caller, NULL, call, NULL);
    cr_expect(none_goes_on());
    cr_expect(eq(uint, queue.count, count));
    pthread_mutex_unlock(&queue.lock);
    pthread_join(caller, NULL);
}

Test(queue, a_push_waits_for_the_lock, .init = create)
{
    expect_to_wait_for_the_lock(push_one_more);
}

Test(queue, a_pop_waits_for_the_lock, .init = create)
{
    push_many(1);
    expect_to_wait_for_the_lock(pop);
}

Test(queue, closing_wakes_everyone_who_waits_for_a_client, .init = create)
{
    enum { WAITING = 8 };
    pthread_t poppers[WAITING];
    void *popped;
    for (int i = 0; i < WAITING; i++)
        pthread_create(&poppers[i], NULL, pop, NULL);
    cr_assert(none_goes_on());
    queue_close(&queue);
    for (int i = 0; i < WAITING; i++) {
        pthread_join(poppers[i], &popped);
        cr_assert(eq(ptr, popped, NULL), "thread %d", i);
    }
}

Test(queue, a_closed_queue_still_hands_out_what_is_in_it, .init = create)
{
    push_many(3);
    queue_close(&queue);
    for (int i = 0; i < 3; i++)
        cr_assert(eq(ptr, queue_pop(&queue), &clients[i]), "client %d", i);
    cr_assert(eq(ptr, queue_pop(&queue), NULL));
    cr_assert(eq(ptr, queue_pop(&queue), NULL), "and so it stays");
}

/* -- many at once ---------------------------------------------------------------------------- */

enum { PRODUCERS = 4, CONSUMERS = 4, EACH = 5000 };

static struct client *const first = clients; /* only its address, and those after it, are used */
static atomic_uchar seen[PRODUCERS * EACH];
static atomic_int in_all;

/* A queue keeps pointers and follows none: any address serves as a client. */
static struct client *numbered(size_t number)
{
    return (struct client *)(void *)((char *)first + number);
}

static void *produce(void *from)
{
    size_t number = *(size_t *)from;
    for (size_t i = 0; i < EACH; i++)
        queue_push(&queue, numbered(number + i));
    return NULL;
}

static void *consume(void *unused)
{
    for (struct client *client; (client = queue_pop(&queue)) != NULL;) {
        seen[(char *)client - (char *)first]++;
        in_all++;
    }
    return unused;
}

Test(queue, many_producers_and_consumers_lose_nothing_and_double_nothing, .init = create)
{
    pthread_t producers[PRODUCERS], consumers[CONSUMERS];
    static size_t from[PRODUCERS];
    for (int i = 0; i < CONSUMERS; i++)
        pthread_create(&consumers[i], NULL, consume, NULL);
    for (size_t i = 0; i < PRODUCERS; i++) {
        from[i] = i * EACH;
        pthread_create(&producers[i], NULL, produce, &from[i]);
    }
    for (int i = 0; i < PRODUCERS; i++)
        pthread_join(producers[i], NULL);
    queue_close(&queue);
    for (int i = 0; i < CONSUMERS; i++)
        pthread_join(consumers[i], NULL);
    cr_assert(eq(int, in_all, PRODUCERS *EACH));
    for (size_t i = 0; i < PRODUCERS * EACH; i++)
        if (seen[i] != 1)
            cr_fatal("number %zu came out %d times", i, seen[i]);
}
