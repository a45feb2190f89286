/* ledger.c - counts served and unserved clients, and checks the sums of clients and of requests. */
#include "ledger.h"

#include <stdio.h>

struct ledger ledger_count(const struct client_record *clients, unsigned count, bool slow)
{
    struct ledger ledger = {.late = 0};
    for (unsigned i = 0; i < count; i++) {
        if (clients[i].slow != slow)
            continue;
        ledger.fates[clients[i].fate]++;
        ledger.late += clients[i].late;
    }
    return ledger;
}

bool ledger_clients_add_up(const struct ledger *ledger, unsigned clients, char *why, size_t size)
{
    unsigned served = ledger->fates[FATE_SERVED], unserved = ledger->fates[FATE_UNSERVED];
    unsigned failed_only = ledger->fates[FATE_FAILED_ONLY];
    snprintf(why, size, "%u served + %u unserved + %u with failures only are not %u clients",
             served, unserved, failed_only, clients);
    return served + unserved + failed_only == clients;
}

bool ledger_requests_add_up(const struct figures *figures, char *why, size_t size)
{
    uint64_t timed_out = figures->failures[FAILURE_TIMED_OUT];
    uint64_t sum = figures->good + figures_wrong(figures) + figures_failed(figures) + timed_out +
                   figures->unfinished + figures->overdue;
    snprintf(why, size,
             "%llu good + %llu wrong + %llu failed + %llu timed out + %llu unfinished + %llu "
             "overdue are not the %llu requests that were due",
             (unsigned long long)figures->good, (unsigned long long)figures_wrong(figures),
             (unsigned long long)figures_failed(figures), (unsigned long long)timed_out,
             (unsigned long long)figures->unfinished, (unsigned long long)figures->overdue,
             (unsigned long long)figures->due);
    return sum == figures->due;
}
