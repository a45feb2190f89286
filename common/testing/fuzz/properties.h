/*
 * properties.h - what a service promises for any input, however the network cuts it.
 *
 * The fuzzers and the random tests both ask here whether a promise is broken. The promises are written
 * once, in the words in which a failure is reported.
 */
#ifndef PROPERTIES_H
#define PROPERTIES_H

#include "common/testing/fakes/service_fake.h"

/* Plays the input whole, and cut like this. Returns the broken promise, in words, with the cut that broke
 * it; or NULL. The text is valid until the next call. */
const char *properties_broken(const struct service *service, const char *bytes, size_t size,
                              struct cuts cuts);

/* The same for many cuts: pieces of 1, 2, 3 … bytes, random pieces from `seed`, and two halves cut at every
 * place (for more than `halves` bytes: at so many places). Each ends once with a close and once with a
 * silence. */
const char *properties_broken_somehow(const struct service *service, const char *bytes, size_t size,
                                      uint64_t seed, size_t halves);

/* How to cut the rest of a fuzzer's input, of `size` bytes: its first two bytes say it. The first is a kind
 * of cut (a digit, in the corpus), the second its parameter. */
struct cuts properties_cuts(const char *choice, size_t size);

#endif
