/* visits.h - what the tests of several labs do with a server: send it clients, or leave it alone. */
#ifndef VISITS_H
#define VISITS_H

#include "common/testing/contract/peer.h"

/* A client that asks for /hello, must get 200, and goes. */
void visit(const struct program *program);

/* A client that asks on a connection that stays: the number that /whoami tells for `key`. */
unsigned long visit_ask(int client, const char *key);

/* A client that asks for 16 MiB and reads none of it yet, but the reply has begun. visit_big_end() reads it, and
 * all of it must come. */
int visit_big(const struct program *program);
void visit_big_end(int client);

/* Nobody wants anything of the server: it must use next to no CPU. `when` begins the message. */
void visit_nobody(const struct program *program, const char *when);

#endif
