/* dial.c - a non-blocking connect(), poll() to await it, and 16 loopback addresses for more ports. */
#include "dial.h"

#include "common/socket/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { SOURCES = 16 };

static int fail(int descriptor)
{
    int cause = errno; /* close() may change errno */
    close(descriptor);
    errno = cause;
    return -1;
}

static int open_socket(int family)
{
#ifdef SOCK_NONBLOCK
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
#else
    int descriptor = socket(family, SOCK_STREAM, 0);
    if (descriptor != -1 && (fcntl(descriptor, F_SETFL, O_NONBLOCK) == -1 ||
                             fcntl(descriptor, F_SETFD, FD_CLOEXEC) == -1))
        return fail(descriptor);
    return descriptor;
#endif
}

/* Every connection that this end closes first keeps its port for a minute (TIME_WAIT). There are
 * some 28,000, but as many for each pair of addresses: and the whole of 127.0.0.0/8 is ours. */
static int bind_source(struct dialler *dialler, int descriptor)
{
#ifdef IP_BIND_ADDRESS_NO_PORT
    struct sockaddr_in source = {.sin_family = AF_INET};
    int on = 1;
    source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + dialler->next_source);
    dialler->next_source = (dialler->next_source + 1) % SOURCES;
    /* Let connect() choose the port, because it knows the other end. bind() would need a port that is free
     * towards all other ends, and only 28,000 of those exist. */
    if (setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) == -1)
        return -1;
    return bind(descriptor, (struct sockaddr *)&source, sizeof source);
#else
    (void)dialler, (void)descriptor;
    return 0;
#endif
}

static int try_dial(struct dialler *dialler)
{
    int on = 1;
    int descriptor = open_socket(dialler->address.ss_family);
    if (descriptor == -1)
        return -1;
    if (dialler->spread && bind_source(dialler, descriptor) == -1)
        return fail(descriptor);
    if (dialler->no_delay)
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(descriptor, (struct sockaddr *)&dialler->address, dialler->length) == 0 ||
        errno == EINPROGRESS || errno == EINTR)
        return descriptor;
    return fail(descriptor);
}

int dial(struct dialler *dialler)
{
    int descriptor = try_dial(dialler);
    if (descriptor != -1 || errno != EADDRNOTAVAIL || dialler->spread)
        return descriptor;
    dial_spread(dialler);
    if (!dialler->spread)
        errno = EADDRNOTAVAIL;
    return dialler->spread ? try_dial(dialler) : -1;
}

void dial_spread(struct dialler *dialler)
{
#ifdef IP_BIND_ADDRESS_NO_PORT
    const struct sockaddr_in *address = (const struct sockaddr_in *)&dialler->address;
    dialler->spread =
        address->sin_family == AF_INET && ntohl(address->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
#else
    (void)dialler;
#endif
}

int dial_await(int descriptor, int64_t timeout)
{
    struct pollfd watched = {.fd = descriptor, .events = POLLOUT};
    int64_t end = clock_now() + timeout;
    int ready;
    int error = 0;
    socklen_t length = sizeof error;
    do
        ready = poll(&watched, 1, (int)((end - clock_now()) / MILLISECOND) + 1);
    while (ready == -1 && errno == EINTR && clock_now() < end);
    if (ready == 1 && getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0)
        errno = error;
    else
        error = errno = ETIMEDOUT;
    return error == 0 ? 0 : -1;
}

int dial_first(struct dialler *dialler, const struct addrinfo *list, int64_t timeout)
{
    errno = EADDRNOTAVAIL;
    for (const struct addrinfo *a = list; a != NULL; a = a->ai_next) {
        memcpy(&dialler->address, a->ai_addr, a->ai_addrlen);
        dialler->length = a->ai_addrlen;
        int descriptor = dial(dialler);
        if (descriptor != -1 && dial_await(descriptor, timeout) == 0)
            return descriptor;
        if (descriptor != -1)
            fail(descriptor);
    }
    return -1;
}
