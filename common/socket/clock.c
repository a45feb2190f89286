/* clock.c - the monotonic clock, and two ways to spend time on purpose: asleep and computing. */
#include "clock.h"

#include <errno.h>
#include <time.h>

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * NANOSECONDS + now.tv_nsec;
}

int64_t clock_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void clock_sleep(unsigned milliseconds)
{
    struct timespec left = {.tv_sec = (time_t)(milliseconds / 1000),
                            .tv_nsec = (long)(milliseconds % 1000) * (long)MILLISECOND};
    while (nanosleep(&left, &left) == -1 && errno == EINTR)
        ;
}

void clock_spin(unsigned milliseconds)
{
    /* CPU time of this thread, not time on the wall: two of these on one core take twice as long. */
    int64_t end = read_clock(CLOCK_THREAD_CPUTIME_ID) + milliseconds * MILLISECOND;
    while (read_clock(CLOCK_THREAD_CPUTIME_ID) < end)
        for (volatile unsigned work = 0; work < 10000; work++)
            ;
}

struct timeval clock_timeval(int64_t span)
{
    int64_t microseconds = span <= 0 ? 1 : (span + 999) / 1000;
    return (struct timeval){.tv_sec = (time_t)(microseconds / 1000000),
                            .tv_usec = (suseconds_t)(microseconds % 1000000)};
}
