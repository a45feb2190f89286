/*
 * process.h - the server that is soaked: started on a leash, and ended with SIGTERM.
 */
#ifndef PROCESS_H
#define PROCESS_H

#include "bench/generator/server/guard.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/types.h>

struct process {
    pid_t pid; /* and its process group's */
    struct guard guard;
    int output, errors;
    char name[64]; /* as its ready line says */
    struct sockaddr_in address;
};

/* How it ended. */
struct ending {
    bool in_time;
    int status;                          /* as a shell says it: 128 + the signal, if one ended it */
    char errors[4096];                   /* what it said on standard error */
    unsigned long connections, requests; /* as its last line there says; 0: there is no such line */
    bool extra;                          /* it said something else there as well */
};

/* Starts the server on a free port, with "--timeout SECONDS", and waits for its ready line. False:
 * there is none in ten seconds; it is then to be ended all the same, unless pid is -1. */
bool process_start(struct process *process, const char *path, const char *timeout);

/* Ends it with SIGTERM; with SIGKILL, and so not in time, if it is there after twelve seconds. */
void process_end(struct process *process, struct ending *ending);

#endif
