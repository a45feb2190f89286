/*
 * window.h - the measured time: when it begins and when it ends. All threads share it.
 *
 *     the load begins          every client has had a reply,
 *            │                 or the limit is reached          --duration later, or Ctrl-C
 *            └──── warm-up ───────────────┴───────── measured ─────────┘
 *
 * When it begins is not known in advance. So each thread asks again and again, and adopts the
 * answer for itself: never earlier than the last event that it has counted as outside.
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define WINDOW_UNKNOWN INT64_MAX

/* Times as clock_now() tells them, spans in nanoseconds. */
struct window {
    int64_t origin;              /* when the load begins */
    int64_t least, most;         /* of the warm-up; the same if no client is waited for */
    int64_t duration;            /* of the measured time */
    atomic_uint silent;          /* clients without a reply so far; 0 if they are not waited for */
    _Atomic int64_t from, until; /* the measured time; WINDOW_UNKNOWN: it has not been decided */
    atomic_bool cut;             /* it was ended early: the last replies are not waited for */
};

/* Begins now, with so many clients. least, most and duration are set. */
void window_open(struct window *window, unsigned clients);

/* A client has had its first reply. */
void window_heard(struct window *window);

/* Decides that measuring begins now, if it is time to. */
void window_decide(struct window *window, int64_t now);

/* Adopts what has been decided. *from and *until are a thread's own, at first WINDOW_UNKNOWN; `now`
 * is when it last counted anything. */
void window_adopt(struct window *window, int64_t now, int64_t *from, int64_t *until);

/* Ends the measured time at once. */
void window_cut(struct window *window);

#endif
