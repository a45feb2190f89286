/*
 * clients.h - the clients that a process of several threads can serve at once: a free list.
 *
 * All the memory is set aside at the start, so that a client can be short of a turn but never of
 * memory; what was never used costs nothing. Whoever takes one when all are in use waits: that is
 * the limit, and the clients beyond it stay in the kernel's queue.
 */
#ifndef CLIENTS_H
#define CLIENTS_H

#include "common/socket/client.h"

#include <pthread.h>

struct clients {
    struct client *all;
    struct client **free; /* a stack: the one used last is taken next, while it is still cached */
    unsigned total, free_count;
    pthread_mutex_t lock; /* over free and free_count */
    pthread_cond_t returned;
};

/* Sets aside memory for `total` clients, and raises this process's limit of descriptors where it is
 * too low for them and may be raised (getrlimit(2)). 0, or -1 and errno. */
int clients_create(struct clients *clients, unsigned total);

/* A client that nobody uses; waits while there is none. Never NULL. Only one thread at a time may
 * wait, here or in clients_wait_for_all(): a returned client wakes only one. */
struct client *clients_take(struct clients *clients);

/* Gives one back. */
void clients_return(struct clients *clients, struct client *client);

/* Keeps this process from ever having a descriptor with the number `most` or a greater one. */
void clients_limit_descriptors(unsigned most);

/* Waits until all have been given back. */
void clients_wait_for_all(struct clients *clients);

#endif
