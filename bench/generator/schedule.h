/*
 * schedule.h - the open loop's plan: when each request is due, whatever the server does.
 *
 *     start + offset, + period, + period, …
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stdint.h>

/* Nanoseconds. */
struct schedule {
    int64_t start;
    double offset, period; /* period 0: there is no plan; the loop is closed */
    unsigned long begun;   /* requests that have begun */
};

/* When the next request is due that has not begun; NO_DEADLINE: there is no plan. */
int64_t schedule_next(const struct schedule *schedule);

/* How many requests are due before that time, if there is a plan. */
unsigned long schedule_before(const struct schedule *schedule, int64_t time);

#endif
