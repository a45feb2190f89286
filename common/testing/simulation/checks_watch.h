/* checks_watch.h - the observations of checks.c, for checks_end.c. */
#ifndef CHECKS_WATCH_H
#define CHECKS_WATCH_H

#include "checks.h"

struct watch {
    struct verdict *verdict;
    const struct client *client;
    int64_t limit; /* the deadline of what the client does now */
    size_t sent;   /* bytes since this deadline began */

    size_t heard;                /* bytes of the peer's, before the last word */
    bool in_request;             /* a part of a request has come, but not all of it */
    bool replied;                /* since the last bytes were asked for */
    bool last_word, owes_linger; /* the service said "hang up"; and the client may be sending */
    bool shut_before;            /* a stop had shut the receiving side before this answer */
    bool lingering;              /* SHUT_WR */
    bool end_seen;               /* recv returned 0 */
    bool ended;                  /* the service knows that */
    bool timed_out, cut, failed; /* a request; a reply; a call */
    bool refused;                /* "not now" */
    bool gave_way;               /* another client waits */
    bool taken_short;            /* the kernel took less than it was offered */
    bool over;                   /* the conversation has ended */
    unsigned long stop_from;     /* the request answered when the service knew of the stop */
    unsigned long productive, unproductive; /* calls */
    unsigned useless;                       /* in a row */
};

extern struct watch watch;

/* Breaks PROMISE_NOT_LATE if the client has stayed too long. */
void checks_expect_in_time(void);

#endif
