/*
 * dial.h - connecting, many times a second, without running out of ports.
 */
#ifndef DIAL_H
#define DIAL_H

#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct dialler {
    struct sockaddr_storage address; /* the server's */
    socklen_t length;
    bool no_delay; /* TCP_NODELAY: for requests that are not the connection's first and only one */
    bool spread;   /* connect from 127.0.0.1 … 127.0.0.16 in turn */
    unsigned next_source;
};

/* Finds the first address of the list that can be connected to, waiting at most `timeout`
 * nanoseconds for each. Returns the connected, non-blocking socket, or -1 and errno. */
int dial_first(struct dialler *dialler, const struct addrinfo *list, int64_t timeout);

/* A new non-blocking socket on its way to the server: send(2) says EAGAIN until it is connected.
 * Returns the descriptor, or -1 and errno; EADDRNOTAVAIL: no port is free. connect(2), ip(7) */
int dial(struct dialler *dialler);

/* Waits at most `timeout` nanoseconds until such a socket is connected. 0, or -1 and errno. */
int dial_await(int descriptor, int64_t timeout);

/* To a server on this machine by IPv4, connects from several source addresses from now on. */
void dial_spread(struct dialler *dialler);

#endif
