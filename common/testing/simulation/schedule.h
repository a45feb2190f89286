/*
 * schedule.h - everything that happens to one client. One number, the seed, decides what the peer sends and
 * when, how it reads, how it leaves, and what goes wrong on the way.
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SCHEDULE_BYTES = 131072, SCHEDULE_ARRIVALS = 256, SCHEDULE_REQUESTS = 12 };

enum peer_end {
    PEER_STAYS,       /* silent, with an open connection */
    PEER_HALF_CLOSES, /* sends no more, but still reads */
    PEER_CLOSES,      /* neither sends nor reads: its kernel answers further bytes with a reset */
    PEER_RESETS
};

/* A request that the peer sends, and the reply that it must get. The schedule writes this down together with the
 * request, and does not ask the service. */
struct planned_request {
    size_t end;      /* it ends before bytes[end] of the schedule */
    unsigned status; /* of the reply */
    bool head;       /* the reply has no body */
    bool last;       /* the server answers no request after it … */
    bool asked;      /* … because the client asked for that, and so promised to send no more */
    bool filler;     /* the body is this long and made of the filler */
    size_t length;
};

struct arrival {
    int64_t at;
    size_t up_to; /* now bytes[0] … bytes[up_to - 1] have come */
};

struct schedule {
    uint64_t seed;
    int64_t timeout; /* --timeout */

    char bytes[SCHEDULE_BYTES]; /* what the peer sends */
    size_t size;
    struct planned_request requests[SCHEDULE_REQUESTS];
    unsigned request_count;
    struct arrival arrivals[SCHEDULE_ARRIVALS]; /* how the network cuts the bytes */
    unsigned arrival_count;
    enum peer_end end;
    int64_t end_at, stop_at; /* INT64_MAX: the server is not told to stop */

    size_t send_room;    /* bytes that the kernel keeps for a peer that has not read them */
    int64_t read_from;   /* the peer reads nothing before this time */
    int64_t read_period; /* 0: all at once; else read_amount bytes in every period */
    size_t read_amount, read_most;

    bool inherits_timeouts; /* platform_accept_inherits_timeouts() */
    bool drops_after_stop;  /* bytes that come after shutdown(SHUT_RD): macOS; Linux keeps them */
    bool purges_on_reset;   /* a reset removes bytes that have come but were not received */
    unsigned interrupt, shorten, hold_up, mislead, waits; /* per cent of the calls in which … */
    unsigned fail_at;                                     /* which call fails, from 1; 0: none */
    int failure;                                          /* its errno */
};

enum { SCHEDULE_START = 1000 }; /* seconds: the clock when the client is accepted */

/* The schedule of a seed: always the same one. */
void schedule_make(struct schedule *schedule, uint64_t seed);

/* Pseudo-random numbers: the next one of a sequence that its first state decides ("SplitMix64", Steele, Lea
 * and Flood, 2014). */
static inline uint64_t dice_roll(uint64_t *dice)
{
    uint64_t z = *dice += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline size_t dice_below(uint64_t *dice, size_t most)
{
    return (size_t)(dice_roll(dice) % most);
}

static inline bool dice_chance(uint64_t *dice, unsigned percent)
{
    return percent > 0 && dice_roll(dice) % 100 < percent;
}

#endif
