/* idle.c - starts all idle connections before it waits for any, and counts those the server closed. */
#include "idle.h"

#include "common/socket/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

int idle_create(struct idle *idle, unsigned most)
{
    idle->count = 0;
    idle->descriptors = malloc((most + 1) * sizeof *idle->descriptors);
    return idle->descriptors == NULL ? -1 : 0;
}

void idle_add(struct idle *idle, int descriptor)
{
    idle->descriptors[idle->count++] = descriptor;
}

int idle_connect(struct idle *idle, struct dialler *dialler, unsigned count, int64_t timeout)
{
    int64_t end = clock_now() + timeout;
    unsigned connected = idle->count;
    while (idle->count < count) {
        int descriptor = dial(dialler);
        if (descriptor == -1)
            return -1;
        idle_add(idle, descriptor);
    }
    while (connected < count) {
        int64_t left = end - clock_now();
        if (dial_await(idle->descriptors[connected], left > 0 ? left : 0) == -1) {
            idle->count = connected;
            return -1;
        }
        connected++;
    }
    return 0;
}

unsigned idle_closed(const struct idle *idle)
{
    unsigned closed = 0;
    char byte;
    for (unsigned i = 0; i < idle->count; i++) {
        ssize_t received = recv(idle->descriptors[i], &byte, 1, MSG_PEEK);
        /* Bytes: a 408, most likely, with the end behind it. */
        closed += received >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
    }
    return closed;
}

void idle_close(struct idle *idle)
{
    for (unsigned i = 0; i < idle->count; i++)
        close(idle->descriptors[i]);
    free(idle->descriptors);
}
