/* queue_scenarios.c - what 04-thread-pool/queue.h promises, with two producers, two consumers, and room for one. */
#include "04-thread-pool/queue.h"
#include "explore.h"

#include <stdio.h>

enum { PRODUCERS = 2, CONSUMERS = 2, EACH = 2, ITEMS = PRODUCERS * EACH };

static struct queue queue;
static struct client items[ITEMS];
static int taken[ITEMS], taken_count;
static bool closed; /* queue_close() has been called */

static void show(char *text, size_t size)
{
    int used = 0;
    if (queue.ring == NULL)
        return;
    for (unsigned i = 0; i < queue.count && i < queue.size && used < (int)size - 4; i++)
        used += snprintf(text + used, size - (size_t)used, "%d ",
                         (int)(queue.ring[(queue.first + i) % queue.size] - items) + 1);
    snprintf(text + used, size - (size_t)used, "(%u)%s", queue.count,
             queue.closed ? " closed" : "");
}

static void *producer(void *first)
{
    for (int i = 0; i < EACH; i++)
        queue_push(&queue, (struct client *)first + i);
    return NULL;
}

static void *consumer(void *unused)
{
    int last[PRODUCERS] = {-1, -1};
    struct client *item;
    while ((item = queue_pop(&queue)) != NULL) {
        explore_promise(item >= items && item < items + ITEMS,
                        "%s got a pointer that nobody pushed.", explore_name());
        int number = (int)(item - items);
        explore_promise(++taken[number] == 1, "client %d came out of the queue twice.", number + 1);
        explore_promise(number > last[number / EACH],
                        "%s got client %d after client %d, which was pushed later.", explore_name(),
                        number + 1, last[number / EACH] + 1);
        explore_promise(queue.count <= queue.size,
                        "there are %u clients in a queue with room for %u.", queue.count,
                        queue.size);
        last[number / EACH] = number;
        taken_count++;
    }
    explore_promise(closed, "%s got NULL before the queue was closed, so it ends too early.",
                    explore_name());
    return unused;
}

static void start_consumers(pthread_t consumers[CONSUMERS], unsigned size)
{
    explore_promise(queue_create(&queue, size) == 0, "queue_create() fails.");
    for (int i = 0; i < CONSUMERS; i++)
        pthread_create(&consumers[i], NULL, consumer, NULL);
}

static void close_and_join(const pthread_t consumers[CONSUMERS])
{
    closed = true;
    queue_close(&queue);
    for (int i = 0; i < CONSUMERS; i++)
        pthread_join(consumers[i], NULL);
}

static void run(unsigned size)
{
    pthread_t producers[PRODUCERS], consumers[CONSUMERS];
    start_consumers(consumers, size);
    for (int i = 0; i < PRODUCERS; i++)
        pthread_create(&producers[i], NULL, producer, items + EACH * i);
    for (int i = 0; i < PRODUCERS; i++)
        pthread_join(producers[i], NULL);
    close_and_join(consumers);
    explore_promise(taken_count == ITEMS, "of %d clients that were pushed only %d came out.", ITEMS,
                    taken_count);
}

static void room_for_one(void)
{
    run(1);
}

static void room_for_three(void)
{
    run(3);
}

/* [close-wakes-all] */
static void close_wakes_all(void)
{
    pthread_t consumers[CONSUMERS];
    start_consumers(consumers, 1);
    explore_step("lets them wait");
    close_and_join(consumers);
}
/* [/close-wakes-all] */

/* Two threads that go on only when both have come so far. */
static sem_t is_here[2];

static void meet(int me)
{
    sem_post(&is_here[me]);
    sem_wait(&is_here[!me]);
}

static void *server(void *mine)
{
    struct client *item = queue_pop(&queue);
    explore_promise(item != NULL, "%s got NULL before the queue was closed.", explore_name());
    meet(mine == &is_here[1]);
    return NULL;
}

static void *acceptor(void *mine)
{
    queue_push(&queue, &items[2 + (mine == &is_here[1])]);
    meet(mine == &is_here[1]);
    return NULL;
}

/* Two clients of the queue for two servers, or two places in it for two acceptors. */
static void two(void *(*waiter)(void *))
{
    pthread_t both[2];
    explore_promise(queue_create(&queue, 2) == 0, "queue_create() fails.");
    for (int i = 0; i < 2 && waiter == acceptor; i++)
        queue_push(&queue, &items[i]);
    for (int i = 0; i < 2; i++) {
        sem_init(&is_here[i], 0, 0);
        pthread_create(&both[i], NULL, waiter, &is_here[i]);
    }
    explore_step("lets them wait");
    for (int i = 0; i < 2; i++)
        if (waiter == acceptor)
            queue_pop(&queue);
        else
            queue_push(&queue, &items[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(both[i], NULL);
}

static void two_to_take(void)
{
    two(server);
}

static void two_places(void)
{
    two(acceptor);
}

const struct scenario scenarios[] = {
    {"close", "closing wakes every consumer that waits.", close_wakes_all, show, "queue", false},
    {"clients", "two clients are pushed: no consumer sleeps while one of them is in the queue.",
     two_to_take, show, "queue", false},
    {"places", "two clients are taken out: no producer sleeps while there is room.", two_places,
     show, "queue", false},
    {"one",
     "two producers, two consumers, room for one: each client comes out once, in its order; no "
     "thread sleeps for ever.",
     room_for_one, show, "queue", false},
    {"three", "the same with room for three.", room_for_three, show, "queue", false},
    {NULL, NULL, NULL, NULL, NULL, false},
};
