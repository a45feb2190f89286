/*
 * queue.h - a bounded queue of accepted clients, from the thread that accepts to those that serve.
 *
 *     main ── queue_push ──► [ | | | ] ── queue_pop ──► workers
 *             waits while full            waits while empty
 *
 * Producer and consumer: one mutex, and one condition variable for each thing to wait for.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include "common/socket/client.h"

#include <pthread.h>
#include <stdbool.h>

struct queue {
    struct client **ring; /* count clients, the oldest at ring[first], round the end */
    unsigned size, first, count;
    bool closed;
    pthread_mutex_t lock; /* protects all of the above */
    pthread_cond_t not_empty, not_full;
};

/* Makes an empty queue with room for `size` clients. Returns 0, or -1 and errno. */
int queue_create(struct queue *queue, unsigned size);

/* Adds a client at the end. Waits while the queue is full: that is the back-pressure. Meanwhile the
 * calling thread accepts no clients, and they wait in the kernel's queue. */
void queue_push(struct queue *queue, struct client *client);

/* Takes the client that has waited longest. Waits while there is none. Returns NULL when the queue is
 * closed and empty. */
struct client *queue_pop(struct queue *queue);

/* No more clients will be pushed. Those in the queue are still handed out. */
void queue_close(struct queue *queue);

#endif
