/* crowd.c - one poll() loop that admits clients at a steady rate, drives them, and keeps the score. */
#include "crowd.h"

#include "common/socket/clock.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#define HELLO_EVERY (200 * MILLISECOND)
#define STALL       (100 * MILLISECOND)
#define BEHIND      (50 * MILLISECOND) /* a delay up to this is caught up with more visits */

static uint64_t draw(struct crowd *crowd)
{
    crowd->random ^= crowd->random >> 12; /* xorshift64* */
    crowd->random ^= crowd->random << 25;
    crowd->random ^= crowd->random >> 27;
    return crowd->random * 2685821657736338717u;
}

void crowd_begin(struct crowd *crowd, const struct crowd_rules *rules, const struct dialler *server,
                 uint64_t seed, bool (*stop)(void))
{
    *crowd = (struct crowd){.rules = *rules, .theirs = *server, .ours = *server, .stop = stop};
    crowd->random = seed * 2 + 1; /* 0 would stay 0 */
    dial_spread(&crowd->theirs);
    for (int i = 0; i < MOST_SLOTS; i++)
        crowd->visitors[i].descriptor = -1;
    crowd->asker.descriptor = -1;
}

static void begin(struct crowd *crowd, struct visitor *visitor, const struct behaviour *behaviour,
                  struct dialler *dialler, int64_t span)
{
    int64_t now = clock_now();
    int descriptor = dial(dialler);
    if (descriptor == -1) {
        crowd->score.failures[FAILURE_UNREACHABLE]++;
        crowd->score.last_failure = strerror(errno);
        return;
    }
    crowd->score.connections++;
    crowd->slow += behaviour->slow;
    visitor_begin(visitor, behaviour, descriptor, now, now + span);
}

/* By weight, among those that may come now. */
static const struct behaviour *choose(struct crowd *crowd, bool slow_too)
{
    const struct behaviour *b = behaviours;
    unsigned all = b->weight; /* the first one is not slow */
    while ((++b)->name != NULL)
        all += b->slow && !slow_too ? 0 : b->weight;
    unsigned left = (unsigned)(draw(crowd) >> 33) % all;
    for (b = behaviours;; b++) {
        if (b->slow && !slow_too)
            continue;
        if (left < b->weight)
            return b;
        left -= b->weight;
    }
}

static void admit(struct crowd *crowd, int64_t now)
{
    if (crowd->next_visit < now - BEHIND)
        crowd->next_visit = now - BEHIND;
    for (unsigned i = 0; i < crowd->rules.slots && crowd->next_visit <= now; i++) {
        if (crowd->visitors[i].descriptor != -1)
            continue;
        bool slow_too = crowd->slow < crowd->rules.slow && now >= crowd->next_slow;
        begin(crowd, &crowd->visitors[i], choose(crowd, slow_too), &crowd->theirs,
              crowd->rules.visit);
        crowd->next_visit += NANOSECONDS / crowd->rules.per_second;
    }
    if (crowd->asker.descriptor == -1 && now >= crowd->next_hello) {
        begin(crowd, &crowd->asker, &behaviour_hello, &crowd->ours, crowd->rules.patience);
        crowd->next_hello = now + HELLO_EVERY;
    }
}

static void note_hello(struct crowd *crowd, int64_t took)
{
    crowd->score.hellos++;
    if (took > crowd->score.slowest_hello)
        crowd->score.slowest_hello = took;
    if (crowd->asker.failure != FAILURE_NONE)
        crowd->score.unanswered++;
}

static void go(struct crowd *crowd, struct visitor *visitor)
{
    int64_t now = clock_now();
    bool slow = visitor->behaviour->slow;
    if (visitor_go(visitor, now, draw(crowd)))
        return;
    crowd->score.replies += visitor->replies;
    if (slow) {
        crowd->slow--;
        crowd->next_slow = now + crowd->rules.rest;
    }
    if (visitor == &crowd->asker) {
        note_hello(crowd, now - visitor->began);
    } else if (visitor->failure != FAILURE_NONE) {
        crowd->score.failures[visitor->failure]++;
        crowd->score.last_failure = visitor->behaviour->name;
    }
}

static int milliseconds_until(int64_t moment, int64_t now)
{
    return moment <= now ? 0 : (int)((moment - now + MILLISECOND - 1) / MILLISECOND);
}

/* This process did not get the processor in time, and the server perhaps did not either: such a time counts for
 * no client. */
static void excuse(struct crowd *crowd, int64_t span)
{
    if (span < STALL)
        return;
    for (unsigned i = 0; i < MOST_SLOTS; i++)
        crowd->visitors[i].limit += span;
    crowd->asker.limit += span;
}

/* Waits until clients can go on, at most until `end`, and lets them go on. Returns how many are left. */
static unsigned turn(struct crowd *crowd, int64_t end)
{
    struct pollfd watched[MOST_SLOTS + 1];
    struct visitor *whose[MOST_SLOTS + 1];
    unsigned count = 0;
    int64_t now = clock_now(), next = end;

    for (unsigned i = 0; i <= MOST_SLOTS; i++) {
        struct visitor *visitor = i < MOST_SLOTS ? &crowd->visitors[i] : &crowd->asker;
        if (visitor->descriptor == -1)
            continue;
        bool sleeps = visitor->wake > now; /* poll() must ignore it, even its errors */
        int64_t moment = sleeps ? visitor->wake : visitor->limit + 1;
        next = moment < next ? moment : next;
        watched[count] = (struct pollfd){.fd = sleeps ? -1 : visitor->descriptor,
                                         .events = visitor_events(visitor)};
        whose[count++] = visitor;
    }
    if (poll(watched, count, milliseconds_until(next, now)) == -1)
        return count; /* a signal */
    now = clock_now();
    excuse(crowd, now - next);
    for (unsigned i = 0; i < count; i++) {
        bool awake = watched[i].fd == -1 && whose[i]->wake <= now;
        if (watched[i].revents != 0 || awake || whose[i]->limit < now)
            go(crowd, whose[i]);
    }
    return count;
}

static void wait_for_all(struct crowd *crowd)
{
    while (!crowd->stop() && turn(crowd, clock_now() + NANOSECONDS) > 0)
        ;
}

void crowd_gather(struct crowd *crowd)
{
    for (unsigned i = 0; i < crowd->rules.slots; i++)
        begin(crowd, &crowd->visitors[i], &behaviour_bulky, &crowd->theirs,
              4 * crowd->rules.visit); /* perhaps the server serves them one after the other */
    wait_for_all(crowd);
}

void crowd_run(struct crowd *crowd, int64_t span)
{
    int64_t now = clock_now(), end = now + span;
    crowd->next_visit = crowd->next_hello = now;
    for (; now < end && !crowd->stop(); now = clock_now()) {
        admit(crowd, now);
        int64_t next = crowd->next_visit > now ? crowd->next_visit : now + 5 * MILLISECOND;
        turn(crowd, next < end ? next : end);
    }
}

void crowd_leave(struct crowd *crowd)
{
    wait_for_all(crowd);
}
