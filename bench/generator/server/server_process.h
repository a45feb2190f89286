/*
 * server_process.h - a server that the load generator starts, and ends again, whatever happens.
 *
 *     load ──starts──► server     "NAME: listening on URL" comes back through a pipe
 *       └──────────► guard      ends the server if load is gone and cannot (guard.h)
 */
#ifndef SERVER_PROCESS_H
#define SERVER_PROCESS_H

#include "guard.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { SERVER_MOST_WORDS = 64 };

struct server_process {
    char program[256]; /* the command's first word */
    pid_t server;      /* 0: none */
    int output;        /* its standard output; -1: it has closed it */
    struct guard guard;
};

/* What the server used in its life, including child processes that it waited for. getrusage(2) */
struct server_usage {
    bool known;          /* false: the server is not ours */
    double user, system; /* seconds */
    long peak_kib;       /* of the one process that needed most */
};

/* Starts the command (split as words.h says) in a process group of its own. From now on SIGINT and
 * SIGTERM are only noted: see interrupt.h. Returns 0, or an errno; process->server is not 0 if there is a
 * server to be ended nevertheless. posix_spawnp(3) */
int server_process_start(struct server_process *process, const char *command);

/* Whether the server is gone (but not yet waited for). */
bool server_process_has_ended(const struct server_process *process);

/* Sleeps for a moment, at most `span` nanoseconds, and takes what the server has to say. Returns
 * false if there is a server and it has ended. */
bool server_process_pause(struct server_process *process, int64_t span);

/* Ends the server with SIGTERM, with SIGKILL if it is still there after some seconds, and waits for
 * it. False, with why: it had ended by itself, or not as it should. `usage` is set either way. */
bool server_process_end(struct server_process *process, struct server_usage *usage, char *why,
                        size_t why_size);

#endif
