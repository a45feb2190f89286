/*
 * belongings.h - what a server has at this moment: all that could grow.
 *
 * Linux tells in /proc (proc(5)); elsewhere nothing is known, and nothing is said.
 */
#ifndef BELONGINGS_H
#define BELONGINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum belonging {
    DESCRIPTORS,
    THREADS,
    CHILDREN, /* processes but for the first */
    ZOMBIES,
    SOCKETS,    /* TCP sockets that a process still holds, the listening one included */
    CLOSE_WAIT, /* those of them whose client has closed, and which wait for the server to */
    MEMORY,     /* KiB that are no file's; a page that several processes share counts once */
    BELONGINGS
};

extern const char *const belonging_names[BELONGINGS];

struct belongings {
    long counts[BELONGINGS];
};

/* Counts what a process group has, and the sockets of the server at that port. False: this system
 * does not tell. */
bool belongings_count(struct belongings *belongings, pid_t group, int port);

#endif
