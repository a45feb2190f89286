/* figures.c - names the kinds of failure, assigns errno values to them, and adds figures up. */
#include "figures.h"

#include <errno.h>

const char *failure_name(enum failure failure)
{
    static const char *const names[FAILURE_KINDS] = {
        [FAILURE_REFUSED] = "refused",
        [FAILURE_RESET] = "reset",
        [FAILURE_CLOSED_EARLY] = "closed_early",
        [FAILURE_NO_PORT] = "no_port",
        [FAILURE_OTHER] = "other",
        [FAILURE_WRONG_STATUS] = "wrong_status",
        [FAILURE_WRONG_LENGTH] = "wrong_length",
        [FAILURE_WRONG_BYTES] = "wrong_bytes",
        [FAILURE_TIMED_OUT] = "timed_out",
    };
    return names[failure];
}

enum failure failure_of_errno(int error)
{
    switch (error) {
    case ECONNREFUSED: return FAILURE_REFUSED;
    case ECONNRESET:
    case EPIPE: return FAILURE_RESET;
    case ETIMEDOUT: return FAILURE_TIMED_OUT;
    case EADDRNOTAVAIL: return FAILURE_NO_PORT;
    default: return FAILURE_OTHER;
    }
}

void figures_merge(struct figures *into, const struct figures *from)
{
    histogram_merge(&into->latency, &from->latency);
    histogram_merge(&into->connect, &from->connect);
    into->completed += from->completed;
    into->bytes += from->bytes;
    into->completed_time += from->completed_time;
    into->due += from->due;
    into->good += from->good;
    into->unfinished += from->unfinished;
    into->overdue += from->overdue;
    for (int i = 0; i < FAILURE_KINDS; i++)
        into->failures[i] += from->failures[i];
    if (from->other_error != 0)
        into->other_error = from->other_error;
    into->under_way += from->under_way;
    into->outside += from->outside;
    into->answered += from->answered;
    into->cpu += from->cpu;
    if (from->busy >= into->busy) {
        into->busy = from->busy;
        into->waiting = from->waiting;
        into->waiting_known = from->waiting_known;
    }
}

static uint64_t sum(const struct figures *figures, int first, int last)
{
    uint64_t sum = 0;
    for (int i = first; i <= last; i++)
        sum += figures->failures[i];
    return sum;
}

uint64_t figures_failed(const struct figures *figures)
{
    return sum(figures, FAILURE_REFUSED, FAILURE_OTHER);
}

uint64_t figures_wrong(const struct figures *figures)
{
    return sum(figures, FAILURE_WRONG_STATUS, FAILURE_WRONG_BYTES);
}

uint64_t figures_failures(const struct figures *figures)
{
    return sum(figures, 0, FAILURE_KINDS - 1);
}
