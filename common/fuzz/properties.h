/*
 * properties.h - what a service promises for any input at all, and however the network cuts it.
 *
 * The fuzzers and the random tests ask the same question, here: is a promise broken? Written down
 * once, and in the words in which a failure is reported.
 */
#ifndef PROPERTIES_H
#define PROPERTIES_H

#include "../service_fake.h"

/* Plays the input whole, and cut like this. Returns the promise that is broken, in words, with the
 * cut that broke it; or NULL. The text is good until the next call. */
const char *properties_broken(const struct service *service, const char *bytes, size_t size,
                              struct cuts cuts);

/* The same for many cuts: pieces of 1, 2, 3 … bytes, random ones that `seed` decides, and halves at
 * every place (for more than `halves` bytes: at as many places); each ended by a close and by a
 * silence. */
const char *properties_broken_somehow(const struct service *service, const char *bytes, size_t size,
                                      uint64_t seed, size_t halves);

/* How many turns with output the input got when it was played whole, the last time. */
unsigned long properties_replies(void);

/* From a fuzzer's input: what its first two bytes say about the cut. The first byte is a kind (a
 * digit, in the corpus), the second a parameter; without both, `size` is 0 bytes long whatever. */
struct cuts properties_cuts(const char *choice, size_t size);

#endif
