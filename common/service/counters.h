/*
 * counters.h - what the whole server has done so far, whichever process or thread did it.
 *
 * They live in shared memory and are atomic. Ordinary variables would do in 01 and 05; in 03 and 04
 * two threads that add at the same moment would lose one; in 02 every child would count in a copy
 * of its own, which dies with it.
 */
#ifndef COUNTERS_H
#define COUNTERS_H

#include <stdatomic.h>

struct counters {
    atomic_ulong connections; /* accepted */
    atomic_ulong departed;    /* of those, gone */
    atomic_ulong requests;    /* answered */
};

/* Counters at zero that children share. NULL and errno if there is no memory for them. */
struct counters *counters_create(void);

#endif
