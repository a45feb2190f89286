/* figures.c - see figures.h. */
#include "figures.h"

const char *failure_name(enum failure failure)
{
    static const char *const names[FAILURE_KINDS] = {
        [FAILURE_REFUSED] = "refused",
        [FAILURE_RESET] = "reset",
        [FAILURE_CLOSED_EARLY] = "closed_early",
        [FAILURE_TIMED_OUT] = "timed_out",
        [FAILURE_WRONG_STATUS] = "wrong_status",
        [FAILURE_WRONG_LENGTH] = "wrong_length",
        [FAILURE_WRONG_BYTES] = "wrong_bytes",
        [FAILURE_NO_PORT] = "no_port",
        [FAILURE_OTHER] = "other",
    };
    return names[failure];
}

void figures_merge(struct figures *into, const struct figures *from)
{
    histogram_merge(&into->latency, &from->latency);
    histogram_merge(&into->connect, &from->connect);
    into->completed += from->completed;
    into->bytes += from->bytes;
    for (int i = 0; i < FAILURE_KINDS; i++)
        into->failures[i] += from->failures[i];
    if (from->other_error != 0)
        into->other_error = from->other_error;
    into->stuck += from->stuck;
    into->overdue += from->overdue;
    into->answered += from->answered;
    into->cpu += from->cpu;
    if (from->busiest > into->busiest)
        into->busiest = from->busiest;
}

uint64_t figures_failures(const struct figures *figures)
{
    uint64_t sum = 0;
    for (int i = 0; i < FAILURE_KINDS; i++)
        sum += figures->failures[i];
    return sum;
}
