/*
 * http_turns.h - checks each request and its reply against HTTP, from the bytes alone.
 *
 * This is a second reader of requests and replies, slow and plain, which shares no line with the
 * service: if the two disagree, one of them is wrong.
 */
#ifndef HTTP_TURNS_H
#define HTTP_TURNS_H

#include "common/testing/fakes/service_fake.h"

struct http_turns {
    unsigned long replies;
    bool rejected; /* the last reply rejected a request that the service did not read to its end */
    bool too_late; /* and was a 408, which does not count as a request */
    size_t looked; /* so many bytes of input hold no whole request: a long one is not searched again
                    * for each of its bytes */
};

/* Judges one turn of the service. Returns the broken promise, in words, or NULL. */
const char *http_turns_broken(struct http_turns *turns, const struct replay_turn *turn);

/* The same for the whole conversation, when it is over. */
const char *http_turns_end_broken(const struct http_turns *turns, const struct replay *result,
                                  const char *bytes, size_t size);

#endif
