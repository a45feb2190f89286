/* listener.c - socket, its options, bind, listen; and a table of what accept(2) can say. */
#include "listener.h"

#include "clock.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

static bool switch_on(int descriptor, int level, int option, int value)
{
    return setsockopt(descriptor, level, option, &value, sizeof value) == 0;
}

static bool prepare(int descriptor, int family, int64_t timeout)
{
    struct timeval limit = clock_timeval(timeout);

    /* Without SO_REUSEADDR a restarted server would find its port "in use" for a minute, because
     * of its own closed connections in TIME_WAIT. Another listener still means EADDRINUSE. */
    if (!switch_on(descriptor, SOL_SOCKET, SO_REUSEADDR, 1))
        return false;
    /* "::" means every interface, and IPv4 clients too; the default is a setting of the system. */
    if (family == AF_INET6 && !switch_on(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0))
        return false;
    /* On Linux accepted sockets inherit these, so they cost no system call per client.
     * SO_RCVTIMEO also holds for accept() on this socket: it says EAGAIN after `timeout`, and
     * server_accept() calls it again. TCP_NODELAY: the last piece of a reply does not wait for an
     * acknowledgement of the piece before it (Nagle's algorithm, RFC 896). */
    return switch_on(descriptor, IPPROTO_TCP, TCP_NODELAY, 1) &&
           setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0 &&
           setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0;
}

/* [listen] */
int listener_open(const struct addrinfo *addresses, int backlog, int64_t timeout)
{
    for (const struct addrinfo *a = addresses; a != NULL; a = a->ai_next) {
        int descriptor = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
        if (descriptor != -1) {
            if (prepare(descriptor, a->ai_family, timeout) &&
                bind(descriptor, a->ai_addr, a->ai_addrlen) == 0 &&
                listen(descriptor, backlog) == 0)
                return descriptor;

            int cause = errno; /* close() may change errno */
            close(descriptor);
            errno = cause;
        }
        /* A name may have addresses that this machine does not have, IPv6 ones for example: try the next.
         * Any other failure would only be hidden by trying on. */
        if (errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL)
            return -1;
    }
    return -1;
}
/* [/listen] */

/* [accept-verdict] */
enum accept_verdict accept_verdict(int error)
{
    switch (error) {
    case EAGAIN: /* a non-blocking listener; or a blocking one after SO_RCVTIMEO: see prepare() */
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
        return ACCEPT_NOTHING;
    case EMFILE:  /* this process has no descriptor left */
    case ENFILE:  /* nor has the system */
    case ENOBUFS: /* no memory for a socket */
    case ENOMEM:
#ifdef ENOSR
    case ENOSR: /* the same, on systems that have streams */
#endif
        return ACCEPT_BACK_OFF;
    case EINVAL: /* no longer listening: the normal end, when the server is told to stop (stop.h) */
    case EBADF:  /* closed: the same on systems that cannot shut a listening socket down */
    case ENOTSOCK: /* a mistake in this program, as is the next */
    case EFAULT: return ACCEPT_FATAL;
    default:
        /* EINTR, ECONNABORTED, EPERM (a firewall), and the network errors that accept(2) passes on
         * from the new connection: EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET,
         * EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH. They end that connection, not the server. */
        return ACCEPT_RETRY;
    }
}
/* [/accept-verdict] */
