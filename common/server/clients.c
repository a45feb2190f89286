/* clients.c - a stack of free clients behind a mutex, and the limit of descriptors. */
#include "clients.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>

/* Standard input, output and error, the listening socket, and what was inherited. */
enum { OTHER_DESCRIPTORS = 32 };

static void raise_descriptors(unsigned total)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)total + OTHER_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    /* If this fails the limit stays lower: accept() says EMFILE at some point, and clients wait. */
    setrlimit(RLIMIT_NOFILE, &limit);
}

void clients_limit_descriptors(unsigned most)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_max <= most)
        return;
    limit.rlim_max = most; /* the hard limit, too: clients_create() must not raise it again */
    if (limit.rlim_cur > most)
        limit.rlim_cur = most;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int clients_create(struct clients *clients, unsigned total)
{
    /* For a large area calloc() gets pages that the kernel provides only when they are first used. */
    clients->all = calloc(total, sizeof *clients->all);
    clients->free = calloc(total, sizeof(struct client *));
    if (clients->all == NULL || clients->free == NULL) {
        free(clients->all);
        free(clients->free);
        errno = ENOMEM;
        return -1;
    }
    for (unsigned i = 0; i < total; i++)
        clients->free[i] = &clients->all[total - 1 - i];
    clients->total = clients->free_count = total;
    raise_descriptors(total);
    pthread_mutex_init(&clients->lock, NULL);
    pthread_cond_init(&clients->returned, NULL);
    return 0;
}

/* [take] */
struct client *clients_take(struct clients *clients)
{
    pthread_mutex_lock(&clients->lock);
    while (clients->free_count == 0) /* not "if": pthread_cond_wait() may return without a signal */
        pthread_cond_wait(&clients->returned, &clients->lock);
    struct client *client = clients->free[--clients->free_count];
    pthread_mutex_unlock(&clients->lock);
    return client;
}
/* [/take] */

void clients_return(struct clients *clients, struct client *client)
{
    pthread_mutex_lock(&clients->lock);
    clients->free[clients->free_count++] = client;
    pthread_cond_signal(&clients->returned);
    pthread_mutex_unlock(&clients->lock);
}

void clients_wait_for_all(struct clients *clients)
{
    pthread_mutex_lock(&clients->lock);
    while (clients->free_count < clients->total)
        pthread_cond_wait(&clients->returned, &clients->lock);
    pthread_mutex_unlock(&clients->lock);
}
