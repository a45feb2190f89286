/*
 * crowd.h - all clients of the soak together: which of them come, when, and with which result.
 *
 * There are never more than MOST_SLOTS of them. One more client asks for /hello again and again, to check
 * that the server serves all the time.
 */
#ifndef CROWD_H
#define CROWD_H

#include "bench/generator/dial.h"
#include "visitor.h"

enum { MOST_SLOTS = 64 };

/* How rough the clients are. */
struct crowd_rules {
    unsigned slots;      /* clients at a time, at most */
    unsigned slow;       /* slow clients among them, at most */
    int64_t rest;        /* after each slow client, no other for so long; nanoseconds, as below */
    int64_t patience;    /* the longest time for an answer to /hello */
    int64_t visit;       /* the longest time for a visit */
    unsigned per_second; /* how many clients come */
};

/* The results. */
struct crowd_score {
    unsigned long connections, replies;
    unsigned long failures[FAILURES];
    const char *last_failure; /* the script of that client */
    unsigned long hellos, unanswered;
    int64_t slowest_hello; /* since the caller last set it to 0 */
};

struct crowd {
    struct crowd_rules rules;
    struct crowd_score score;
    struct dialler theirs,
        ours; /* for the visitors, which come from many addresses; for the asker */
    uint64_t random;
    struct visitor visitors[MOST_SLOTS];
    struct visitor asker;
    unsigned slow; /* at this moment */
    int64_t next_visit, next_slow, next_hello;
    bool (*stop)(void);
};

/* A crowd without clients. The same seed makes the same choices. `stop`: whether to give up waiting. */
void crowd_begin(struct crowd *crowd, const struct crowd_rules *rules, const struct dialler *server,
                 uint64_t seed, bool (*stop)(void));

/* All clients come at once, and each needs as much of the server as it can. So afterwards the server has all
 * the memory that it will ever need for so many clients. They stay until the server ends them. */
void crowd_gather(struct crowd *crowd);

/* Clients come and go for a span of time. */
void crowd_run(struct crowd *crowd, int64_t span);

/* No more clients come. Waits until the last one has gone. */
void crowd_leave(struct crowd *crowd);

#endif
