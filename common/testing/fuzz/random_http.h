/*
 * random_http.h - makes requests from a seed: nearly right ones, because purely random bytes never get past
 * the first line.
 */
#ifndef RANDOM_HTTP_H
#define RANDOM_HTTP_H

#include <stddef.h>
#include <stdint.h>

enum { RANDOM_HTTP_MOST = 40000 };

/* The generator's next number below `limit`. The same state gives the same numbers everywhere. */
size_t random_below(uint64_t *state, size_t limit);

/* Writes a pipeline of requests, many good ones, some damaged ones, a few too long ones. Returns the number
 * of bytes, at most RANDOM_HTTP_MOST. The same seed makes the same bytes. */
size_t random_http(char *to, uint64_t seed);

#endif
