/*
 * faults.h - for the fault suite: the server under test, and a system that fails it.
 *
 * Each test is a row of the table that run-tests.sh prints, and gives the row its name: so the name says
 * the fault and the promise. peer.h starts the servers and talks to them.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>

/* How many rounds to run: few in "make test", all in "make test-faults". */
int rounds(int few, int all);

/* Like program_start, but the server gets the shim's rules (see shim.c). Skips the test if the system cannot
 * load the shim, or if the shim has no effect on this server. */
void faults_start(struct program *program, const char *faults, const char *const arguments[]);

/* Like program_try, with a library loaded before all others, and a variable that tells it what to do. */
bool faults_try(struct program *program, const char *library, const char *variable,
                const char *value);

/* Whether the server under test makes a process or a thread for each client: then a test must see the effect of
 * a fault in that call. */
bool makes_one_for_each(void);

/* Asks for /hello on a connection of its own. Returns the status; 0: the server closed the connection. */
int status_of_hello(const struct program *program);

/* Asks for /hello, and expects 200 within this number of milliseconds. */
void expect_service(const struct program *program, int64_t most);

/* connect_all connects `count` clients; ask_all lets each of them ask for /hello; hear_all_hellos expects 200 for
 * each, and closes them. serve_all does the last two. */
void connect_all(const struct program *program, int clients[], int count);
void ask_all(const int clients[], int count);
void hear_all_hellos(const int clients[], int count);
void serve_all(const int clients[], int count);

/* Pauses this process. For a promise that has no event: that the server does nothing. */
void pause_ms(long ms);

/* Raises this process's limit of descriptors; skips the test if that is not possible. */
void need_descriptors(unsigned long wanted);

#endif
