/*
 * faults.h - for the fault suite: the server under test, and a system that fails it.
 *
 * Each test is a row of the table that run-tests.sh prints, and its name is the row's; so a name
 * here says a fault and the promise in one. peer.h starts the servers and talks to them.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>

/* How many rounds: few in "make test", all in "make test-faults". */
int rounds(int few, int all);

/* As program_start, with the shim's rules for the server (see shim.c). Where the shim cannot be
 * loaded, or has no effect on this server, the test is skipped. */
void faults_start(struct program *program, const char *faults, const char *const arguments[]);

/* As program_try, with a library loaded before all others and a variable that tells it what to do. */
bool faults_try(struct program *program, const char *library, const char *variable,
                const char *value);

/* Whether the server under test makes a process or a thread for each client: then a fault in that must
 * be seen to strike. */
bool makes_one_for_each(void);

/* Asks for /hello, on a connection of its own. Returns the status, 0: the connection was closed. */
int status_of_hello(const struct program *program);

/* Asks for /hello, which is to be answered with 200 within so many milliseconds. */
void expect_service(const struct program *program, int64_t most);

/* Connects so many clients; lets all of them ask for /hello; hears 200 on all, and closes. serve_all
 * does the last two. */
void connect_all(const struct program *program, int clients[], int count);
void ask_all(const int clients[], int count);
void hear_all_hellos(const int clients[], int count);
void serve_all(const int clients[], int count);

/* Pauses this process. For what has no event to wait for: that somebody does nothing. */
void pause_ms(long ms);

/* As many descriptors as the test wants to have open, or the test is skipped. */
void need_descriptors(unsigned long wanted);

#endif
