/*
 * loopback.h - connected sockets for a test, on a free port of this machine.
 */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include "common/socket/address.h"
#include "common/socket/listener.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <unistd.h>

/* A listening socket on a free port. timeout: for receives and sends on the sockets that it accepts. */
static inline int loopback_listen(const char *host, int64_t timeout)
{
    struct addrinfo *addresses;
    cr_assert(eq(int, address_lookup(host, "0", &addresses), 0));
    int listener = listener_open(addresses, 16, timeout);
    freeaddrinfo(addresses);
    return listener;
}

/* Whether this machine has IPv6: asked without the code that is tested. */
static inline bool loopback_has_ipv6(void)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int descriptor = socket(AF_INET6, SOCK_STREAM, 0);
    bool has =
        descriptor != -1 && bind(descriptor, (struct sockaddr *)&address, sizeof address) == 0;
    close(descriptor);
    return has;
}

/* Fills in the address of one end, and returns its length. */
static inline socklen_t loopback_address(int listener, struct sockaddr_storage *address)
{
    socklen_t length = sizeof *address;
    cr_assert(eq(int, getsockname(listener, (struct sockaddr *)address, &length), 0));
    return length;
}

/* Connects to a listening socket. It need not accept: the kernel completes the connection at once. */
static inline int loopback_connect(int listener)
{
    struct sockaddr_storage address;
    socklen_t length = loopback_address(listener, &address);
    int peer = socket(address.ss_family, SOCK_STREAM, 0);
    cr_assert(eq(int, connect(peer, (struct sockaddr *)&address, length), 0));
    return peer;
}

/* Closes a TCP socket with a reset instead of an orderly end. */
static inline void loopback_reset(int peer)
{
    struct linger none = {.l_onoff = 1, .l_linger = 0};
    setsockopt(peer, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close(peer);
}

/* Bytes that differ from their neighbours, and from the bytes 2^n further on. */
static inline char *pattern(size_t size)
{
    static char bytes[300000];
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(i * 7 / 3 + i / 251);
    return bytes;
}

static inline void do_not_block(int descriptor)
{
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

#endif
