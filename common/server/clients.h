/*
 * clients.h - the clients that one process can serve at once: a free list.
 *
 * The memory for all of them is set aside at the start, so no client is refused for want of memory
 * later. clients_take() waits while all are in use. That is the
 * limit: further clients stay in the kernel's queue.
 */
#ifndef CLIENTS_H
#define CLIENTS_H

#include "common/socket/client.h"

#include <pthread.h>

struct clients {
    struct client *all;
    struct client *
        *free; /* a stack: the client used last is still in the cache, and is taken next */
    unsigned total, free_count;
    pthread_mutex_t lock; /* protects free and free_count */
    pthread_cond_t returned;
};

/* Sets aside memory for `total` clients. If this process's limit of descriptors is too low for them,
 * raises it as far as the hard limit allows (getrlimit(2)). Returns 0, or -1 and errno. */
int clients_create(struct clients *clients, unsigned total);

/* Takes a free client, and waits until there is one; never NULL. Only one thread at a time may wait,
 * here or in clients_wait_for_all(), because clients_return() wakes only one. */
struct client *clients_take(struct clients *clients);

/* Gives a client back. */
void clients_return(struct clients *clients, struct client *client);

/* Lowers this process's limit, so that no descriptor will ever have the number `most` or a greater one. */
void clients_limit_descriptors(unsigned most);

/* Waits until all clients have been given back. */
void clients_wait_for_all(struct clients *clients);

#endif
