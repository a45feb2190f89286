/* queue.c - a ring of pointers, a mutex, and two conditions to wait for. */
#include "queue.h"

#include <stdlib.h>

int queue_create(struct queue *queue, unsigned size)
{
    *queue = (struct queue){.ring = calloc(size, sizeof(struct client *)), .size = size};
    if (queue->ring == NULL)
        return -1;
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->not_empty, NULL);
    pthread_cond_init(&queue->not_full, NULL);
    return 0;
}

/* [queue-push] */
void queue_push(struct queue *queue, struct client *client)
{
    pthread_mutex_lock(&queue->lock);
    /* while, not if: a wait may end for no reason, or another thread may have been quicker. */
    while (queue->count == queue->size)
        pthread_cond_wait(&queue->not_full, &queue->lock);
    queue->ring[(queue->first + queue->count++) % queue->size] = client;
    pthread_cond_signal(&queue->not_empty);
    pthread_mutex_unlock(&queue->lock);
}
/* [/queue-push] */

/* [queue-pop] */
/* NULL: the queue is closed and empty. While a thread waits here it does not hold the lock. */
struct client *queue_pop(struct queue *queue)
{
    struct client *client = NULL;

    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0 && !queue->closed)
        pthread_cond_wait(&queue->not_empty, &queue->lock);
    if (queue->count > 0) {
        client = queue->ring[queue->first];
        queue->first = (queue->first + 1) % queue->size;
        queue->count--;
        pthread_cond_signal(&queue->not_full);
    }
    pthread_mutex_unlock(&queue->lock);
    return client;
}
/* [/queue-pop] */

/* The workers still serve the queued clients: pop returns NULL only when the queue is empty. */
/* [queue-close] */
void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_broadcast(&queue->not_empty); /* wakes all workers: each must end */
    pthread_mutex_unlock(&queue->lock);
}
/* [/queue-close] */
