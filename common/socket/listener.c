/* listener.c - see listener.h. */
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
    /* Accepted sockets inherit these (see platform_accept_inherits_timeouts), so that they cost no
     * system call per client. TCP_NODELAY: a reply's last piece is not held back to wait for an
     * acknowledgement of the one before (Nagle's algorithm, RFC 896). */
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
        /* A name may have addresses that this machine lacks, IPv6 ones for example: try the next.
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
    case EAGAIN: /* a non-blocking listener; or SO_RCVTIMEO, which ends a long accept as well */
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
    case EBADF:    /* closed */
    case EINVAL:   /* not listening: shut down, when the server is told to stop */
    case ENOTSOCK: /* the last three are mistakes of ours */
    case EFAULT: return ACCEPT_FATAL;
    default:
        /* EINTR, ECONNABORTED, EPERM (a firewall), and the network errors that accept(2) passes on
         * from the new connection: EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET,
         * EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH. They end that connection, not the server. */
        return ACCEPT_RETRY;
    }
}
/* [/accept-verdict] */
