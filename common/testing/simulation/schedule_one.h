/* schedule_one.h - the plainest schedule: one request, no faults. Each test changes the part that it is about. */
#ifndef SCHEDULE_ONE_H
#define SCHEDULE_ONE_H

#include "simulation.h"

#include "common/socket/clock.h"

#include <string.h>

static struct verdict verdict;
static struct schedule schedule;

/* A peer that sends one request and finishes, on a network without a fault. */
static inline void schedule_one(const char *request)
{
    static const int64_t start = SCHEDULE_START * NANOSECONDS;
    schedule_make(&schedule, 1);
    schedule.size = strlen(request);
    memcpy(schedule.bytes, request, schedule.size);
    schedule.request_count = schedule.arrival_count = 1;
    schedule.requests[0] = (struct planned_request){.status = 200, .end = schedule.size};
    schedule.arrivals[0] = (struct arrival){start, schedule.size};
    schedule.timeout = NANOSECONDS;
    schedule.end = PEER_HALF_CLOSES;
    schedule.end_at = start + NANOSECONDS / 2;
    schedule.stop_at = INT64_MAX;
    schedule.send_room = 4096;
    schedule.read_from = start;
    schedule.read_period = 0;
    schedule.read_most = SIZE_MAX;
    schedule.interrupt = schedule.shorten = schedule.hold_up = schedule.mislead = 0;
    schedule.waits = schedule.fail_at = 0;
}

#define HELLO "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

static inline const char *broken(void)
{
    return promise_text(verdict.broken);
}

#endif
