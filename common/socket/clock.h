/*
 * clock.h - time for deadlines: nanoseconds on a clock that never jumps.
 *
 * An administrator or NTP may set the wall clock back. A deadline taken from it could then lie hours
 * ahead. CLOCK_MONOTONIC only goes forward (clock_gettime(2)).
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <sys/time.h>

#define NANOSECONDS INT64_C(1000000000) /* in a second */
#define MILLISECOND INT64_C(1000000)    /* in nanoseconds */
#define NO_DEADLINE INT64_MAX

/* Nanoseconds since some fixed moment. */
int64_t clock_now(void);

/* Sleeps, or computes, for so many milliseconds. A signal does not shorten it. */
void clock_sleep(unsigned milliseconds);
void clock_spin(unsigned milliseconds);

/* A span in nanoseconds, in the form that select(2) and SO_RCVTIMEO take. Rounded up, so that a wait
 * does not end just before its deadline; never zero, which SO_RCVTIMEO takes for "no limit". */
struct timeval clock_timeval(int64_t span);

#endif
