/*
 * poller.h - which of many sockets is ready? epoll(7) on Linux, poll(2) elsewhere.
 *
 * select(2) would do for a thousand connections; a load generator wants more, and wants to pay for
 * those that are ready, not for all. A socket is known by its slot, a small number that its owner
 * chooses and keeps when the socket behind it changes.
 */
#ifndef POLLER_H
#define POLLER_H

#include <stdbool.h>
#include <stdint.h>

enum {
    POLLER_READABLE = 1, /* bytes, an end, or an error: recv(2) will say which */
    POLLER_WRITABLE = 2,
    POLLER_FINISHED = 4 /* the peer will send no more than what has come. Not told everywhere. */
};

struct poller {
    int descriptor;
    unsigned slots;
    bool precise;
    int ready;             /* how many events the last wait found */
    void *events;          /* what the system reports */
    unsigned *ready_slots; /* which, where the system does not say so itself */
};

/* A poller for slots 0 … slots - 1. precise: where the system can, it waits to the microsecond, not
 * the millisecond, at the cost of a system call more. 0, or -1 and errno. */
int poller_open(struct poller *poller, unsigned slots, bool precise);
void poller_close(struct poller *poller);

/* From now on this descriptor is watched in that slot, for READABLE, WRITABLE or both. `known`:
 * it is in the slot already, and only the interest changes. 0, or -1 and errno. */
int poller_watch(struct poller *poller, unsigned slot, int descriptor, unsigned interest,
                 bool known);

/* The slot's descriptor is about to be closed. */
void poller_forget(struct poller *poller, unsigned slot);

/* Waits until some are ready, or `span` nanoseconds (rounded up) have passed, or a signal came.
 * Returns how many are ready, perhaps 0. */
int poller_wait(struct poller *poller, int64_t span);

/* Of those, number `i`: its slot, and what it is ready for. */
unsigned poller_ready(const struct poller *poller, int i, unsigned *slot);

#endif
