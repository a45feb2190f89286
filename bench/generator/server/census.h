/*
 * census.h - how many processes and threads a server has at this moment, and how much memory.
 *
 * Linux tells in /proc (proc(5)); elsewhere nothing is known, and nothing is said.
 */
#ifndef CENSUS_H
#define CENSUS_H

#include <stdbool.h>
#include <sys/types.h>

struct census {
    bool known;
    unsigned processes;
    unsigned threads; /* in all of these */
    /* The memory in use, in KiB: a page that several processes share counts once, in parts (PSS).
     * The sum of what each has resident would count the shared pages of 2,000 forked children 2,000
     * times. -1: not known, or not asked for. */
    long pss_kib;
};

/* Counts the members of a process group; their memory only if `memory`, because that takes longer. */
void census_take(struct census *census, pid_t group, bool memory);

/* The CPU time that the group's living members have used so far, in seconds; 0 if not known. Waits
 * first, at most some seconds, until they have nothing more to do. */
double census_settle(pid_t group);

#endif
