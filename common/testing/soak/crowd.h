/*
 * crowd.h - the clients of the soak, all together: who comes, when, and how it went.
 *
 * There are never more than MOST_SLOTS of them. One more asks for /hello again and again, to see
 * that there is service all along.
 */
#ifndef CROWD_H
#define CROWD_H

#include "bench/generator/dial.h"
#include "visitor.h"

enum { MOST_SLOTS = 64 };

/* How rough it gets. */
struct crowd_rules {
    unsigned slots;      /* clients at a time, at most */
    unsigned slow;       /* slow ones among them, at most */
    int64_t rest;        /* with no slow one, after each of them; nanoseconds, as all spans here */
    int64_t patience;    /* within this /hello is to be answered */
    int64_t visit;       /* within this every visit is to be over */
    unsigned per_second; /* so many come */
};

/* What has been seen. */
struct crowd_score {
    unsigned long connections, replies;
    unsigned long failures[FAILURES];
    const char *last_failure; /* what that client was about */
    unsigned long hellos, unanswered;
    int64_t slowest_hello; /* since the caller last set it to 0 */
};

struct crowd {
    struct crowd_rules rules;
    struct crowd_score score;
    struct dialler theirs, ours; /* the visitors', who come from many addresses; the asker's */
    uint64_t random;
    struct visitor visitors[MOST_SLOTS];
    struct visitor asker;
    unsigned slow; /* at this moment */
    int64_t next_visit, next_slow, next_hello;
    bool (*stop)(void);
};

/* Nobody is there yet. The same seed makes the same choices. `stop`: whether to give up waiting. */
void crowd_begin(struct crowd *crowd, const struct crowd_rules *rules, const struct dialler *server,
                 uint64_t seed, bool (*stop)(void));

/* Everyone comes at once and is as bulky as can be, so that the server has, afterwards, all the
 * memory that it will ever need for that many clients. They stay until the server has enough. */
void crowd_gather(struct crowd *crowd);

/* Clients come and go for a span of time. */
void crowd_run(struct crowd *crowd, int64_t span);

/* Nobody comes any more. Waits until the last one has gone. */
void crowd_leave(struct crowd *crowd);

#endif
