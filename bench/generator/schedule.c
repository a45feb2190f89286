/* schedule.c - computes when the next request is due, and how many are due before a given time. */
#include "schedule.h"

#include "common/socket/clock.h"

static int64_t time_of(const struct schedule *schedule, unsigned long i)
{
    return schedule->start + (int64_t)(schedule->offset + schedule->period * (double)i);
}

int64_t schedule_next(const struct schedule *schedule)
{
    return schedule->period > 0 ? time_of(schedule, schedule->begun) : NO_DEADLINE;
}

unsigned long schedule_before(const struct schedule *schedule, int64_t time)
{
    double guess = (double)(time - schedule->start) / schedule->period;
    unsigned long count = guess > 0 ? (unsigned long)guess : 0;
    while (count > 0 && time_of(schedule, count - 1) >= time)
        count--;
    while (time_of(schedule, count) < time)
        count++;
    return count;
}
