/*
 * idle.h - clients that connect, and then say nothing: the crowd beside the load.
 */
#ifndef IDLE_H
#define IDLE_H

#include "dial.h"

struct idle {
    int *descriptors;
    unsigned count;
};

/* Memory for so many. 0, or -1 and errno. */
int idle_create(struct idle *idle, unsigned most);

/* Adds a client that is connected already. */
void idle_add(struct idle *idle, int descriptor);

/* Connects until there are `count` of them, waiting at most `timeout` nanoseconds for all. 0, or -1
 * and errno; idle->count says how far it came. */
int idle_connect(struct idle *idle, struct dialler *dialler, unsigned count, int64_t timeout);

/* On how many the server has hung up. */
unsigned idle_closed(const struct idle *idle);

void idle_close(struct idle *idle);

#endif
