/*
 * process.h - the server under test: started on a leash, and ended with SIGTERM.
 */
#ifndef PROCESS_H
#define PROCESS_H

#include "bench/generator/server/guard.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/types.h>

struct process {
    pid_t pid; /* also of its process group */
    struct guard guard;
    int output, errors;
    char name[64]; /* from its ready line */
    struct sockaddr_in address;
};

/* How it ended. */
struct ending {
    bool in_time;
    int status;                          /* its exit status, or 128 + the signal that ended it */
    char errors[4096];                   /* its standard error */
    unsigned long connections, requests; /* from its last line there; 0: there is no such line */
    bool extra;                          /* there were other lines, too */
};

/* Starts the server on a free port, with "--timeout SECONDS", and waits for its ready line. False: there was
 * none in ten seconds; the caller must still end the server, unless pid is -1. */
bool process_start(struct process *process, const char *path, const char *timeout);

/* Ends the server with SIGTERM; if it still runs after twelve seconds, with SIGKILL, which counts as late. */
void process_end(struct process *process, struct ending *ending);

#endif
