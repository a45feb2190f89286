/*
 * counters.h - what the whole server has done so far, in all its processes and threads.
 *
 * The counters are atomic, and lie in shared memory. In 01 and 05 ordinary variables would do. In 03 and 04
 * two threads that add at the same moment would lose one of the two. In 02 each child would count in a
 * copy of its own, which is gone when the child ends.
 */
#ifndef COUNTERS_H
#define COUNTERS_H

#include <stdatomic.h>

struct counters {
    atomic_ulong connections; /* accepted */
    atomic_ulong departed;    /* of those, gone */
    atomic_ulong requests;    /* answered */
};

/* Counters at zero, which children share after fork(2). Returns NULL and errno if there is no memory. */
struct counters *counters_create(void);

#endif
