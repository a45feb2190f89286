/*
 * ledger.h - do the figures add up? Every client and every request is in exactly one column.
 *
 * A client that is never served spoils no average, so a benchmark that loses sight of it makes a
 * server look faster than it is. Here no client can be lost: the columns are added up before
 * anything is printed.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "figures.h"

#include <stdbool.h>
#include <stddef.h>

/* What became of a client of a closed loop in the measured time. */
enum fate {
    FATE_UNKNOWN, /* it was never recorded: a mistake */
    FATE_SERVED,
    FATE_UNSERVED,
    FATE_FAILED_ONLY,
    FATES
};

struct client_record {
    enum fate fate;
    bool slow; /* one of the slow clients beside the load */
    bool late; /* it had had no reply when measuring began */
};

/* How many clients there are in each column. */
struct ledger {
    unsigned fates[FATES];
    unsigned late;
};

/* Counts the slow ones of these clients, or the others. */
struct ledger ledger_count(const struct client_record *clients, unsigned count, bool slow);

/* Whether that makes `clients` clients. If not, says in `why` what the sum is. */
bool ledger_clients_add_up(const struct ledger *ledger, unsigned clients, char *why, size_t size);

/* Whether each request that was due is in one column. If not, says in `why` what the sum is. */
bool ledger_requests_add_up(const struct figures *figures, char *why, size_t size);

#endif
