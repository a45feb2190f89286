/*
 * properties.h - what a service promises for any input at all, and however the network cuts it.
 *
 * The fuzzers and the random tests ask the same question, here: is a promise broken? Written down
 * once, and in the words in which a failure is reported.
 */
#ifndef PROPERTIES_H
#define PROPERTIES_H

#include "common/testing/fakes/service_fake.h"

/* Plays the input whole, and cut like this. Returns the promise that is broken, in words, with the
 * cut that broke it; or NULL. The text is good until the next call. */
const char *properties_broken(const struct service *service, const char *bytes, size_t size,
                              struct cuts cuts);

/* The same for many cuts: pieces of 1, 2, 3 … bytes, random ones that `seed` decides, and halves at
 * every place (for more than `halves` bytes: at as many places); each ended by a close and by a
 * silence. */
const char *properties_broken_somehow(const struct service *service, const char *bytes, size_t size,
                                      uint64_t seed, size_t halves);

/* What the first two bytes of a fuzzer's input say about how to cut the rest, of `size` bytes. The
 * first is a kind of cut (a digit, in the corpus), the second its parameter. */
struct cuts properties_cuts(const char *choice, size_t size);

#endif
