/* visits.h - for the tests of several labs: sends clients to a server. */
#ifndef VISITS_H
#define VISITS_H

#include "common/testing/contract/peer.h"

/* A client that asks for /hello, must get 200, and leaves. */
void visit(const struct program *program);

/* From here on the shim fails the calls of each program that is started (common/testing/faults/shim.c); NULL: no more.
 * Skips the test where no such library can be loaded. */
void visit_with_faults(const char *faults);

/* A client that asks on a connection that stays open. Returns the number that /whoami gives for `key`. */
unsigned long visit_ask(int client, const char *key);

/* A client that asks for 16 MiB and waits until the reply begins, but reads none of it. visit_big_end() reads
 * it, and expects all of it. */
int visit_big(const struct program *program);
void visit_big_end(int client);

#endif
