/*
 * listener.h - the listening socket: socket, bind, listen, and what a failed accept means.
 *
 *     getaddrinfo ─► socket ─► bind ─► listen ─► accept ─► one connected socket per client
 *     (address.h)    └────── listener_open ──┘   (client.h)
 */
#ifndef LISTENER_H
#define LISTENER_H

#include <netdb.h>
#include <stdint.h>

/* Opens a TCP socket that listens on the first address of the list that this machine has.
 * backlog: how many connections may wait in the kernel until they are accepted (listen(2)).
 * timeout: nanoseconds that a receive or a send on an accepted socket may take.
 * Returns the descriptor, or -1 and errno: EADDRINUSE, EACCES, EADDRNOTAVAIL, … (bind(2)). */
int listener_open(const struct addrinfo *addresses, int backlog, int64_t timeout);

enum accept_verdict {
    ACCEPT_NOTHING,  /* no client is waiting (any more): wait for one */
    ACCEPT_RETRY,    /* that one connection failed, or a signal came: accept the next at once */
    ACCEPT_BACK_OFF, /* the system has run out of something: try again after ACCEPT_PAUSE_MS */
    ACCEPT_FATAL     /* this socket does not listen (any more) */
};

/* What to do after accept(2) failed with this errno. */
enum accept_verdict accept_verdict(int error);

/* How long to pause when accept() has run out of descriptors or memory. A pause by time, not "until a client
 * leaves": if there is no client, none will ever leave. */
#define ACCEPT_PAUSE_MS 50

#endif
