/*
 * http_turns.h - what HTTP asks of each request and its reply, read anew from the bytes.
 *
 * This is a second reader of requests and replies, slow and plain, which shares no line with the
 * service: where the two disagree, one of them is wrong.
 */
#ifndef HTTP_TURNS_H
#define HTTP_TURNS_H

#include "common/testing/fakes/service_fake.h"

struct http_turns {
    unsigned long replies;
    bool rejected; /* the last one, to a request that was not read to its end */
    bool too_late; /* and it was a 408, which counts as no request */
    size_t looked; /* how far the input holds no whole request, so that a long one is not searched
                    * again for each byte of it */
};

/* Judges one turn of the service. Returns the promise that it breaks, in words, or NULL. */
const char *http_turns_broken(struct http_turns *turns, const struct replay_turn *turn);

/* The same for the conversation as a whole, when it is over. */
const char *http_turns_end_broken(const struct http_turns *turns, const struct replay *result,
                                  const char *bytes, size_t size);

#endif
