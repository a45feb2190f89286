/*
 * belongings.h - counts what a server has at this moment: everything that could grow.
 *
 * Linux tells it in /proc (proc(5)). On other systems it is not known, and the soak does not check it.
 */
#ifndef BELONGINGS_H
#define BELONGINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum belonging {
    DESCRIPTORS,
    THREADS,
    CHILDREN, /* all processes except the first */
    ZOMBIES,
    SOCKETS,    /* TCP sockets that a process still holds, with the listening one */
    CLOSE_WAIT, /* those whose client has closed, but the server has not */
    MEMORY,     /* KiB, without pages of files; a page that several processes share counts once */
    BELONGINGS
};

extern const char *const belonging_names[BELONGINGS];

struct belongings {
    long counts[BELONGINGS];
};

/* Counts what a process group has, and the sockets of the server at this port. False: this system does not
 * tell. */
bool belongings_count(struct belongings *belongings, pid_t group, int port);

#endif
