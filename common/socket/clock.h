/*
 * clock.h - time for deadlines: nanoseconds on a clock that never jumps.
 *
 * The wall clock may be set back by an administrator or by NTP; a deadline taken from it could then
 * lie hours ahead. CLOCK_MONOTONIC only goes forward (clock_gettime(2)).
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

/* Wait, or compute, for so many milliseconds; a signal does not cut it short. */
void clock_sleep(unsigned milliseconds);
void clock_spin(unsigned milliseconds);

/* A span in nanoseconds as select(2) and SO_RCVTIMEO take it; rounded up, so that whoever waits
 * that long does not wake just before the deadline; never zero, which would mean "for ever". */
struct timeval clock_timeval(int64_t span);

#endif
