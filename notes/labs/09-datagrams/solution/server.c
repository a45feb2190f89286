/*
 * 09-datagrams - the echo service (RFC 862) over UDP.
 *
 *     client 1 --[datagram]--►  ┌────────────────┐
 *     client 2 --[datagram]--►  │  one socket    │  recvfrom: the bytes, and their sender
 *     client 1 ◄-[datagram]---  └────────────────┘  sendto:   back to that address
 *
 * There is no connection, so no listen and no accept: one socket serves all clients, and the server
 * remembers none of them. A datagram comes whole, or not at all, or twice. The client must notice that.
 */
#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "common/server/server.h"
#include "common/server/stop.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 65536, RESERVED_PORTS = 1024 };

static struct server server;
static const struct service udp_service = {.name = "udp"}; /* for the ready line */

static int open_one(const struct addrinfo *address)
{
    int off = 0;
    int descriptor = socket(address->ai_family, SOCK_DGRAM, 0);
    if (descriptor == -1)
        return -1;
    if (address->ai_family == AF_INET6) /* "::" means IPv4 too */
        setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(descriptor, address->ai_addr, address->ai_addrlen) == 0)
        return descriptor;
    int cause = errno; /* close() may change errno */
    close(descriptor);
    errno = cause;
    return -1;
}

/* What server_listen() does for TCP. */
static bool open_socket(void)
{
    struct addrinfo *addresses;
    int failure = address_lookup(server.options.address, server.options.port, &addresses);
    if (failure != 0) {
        server.exit_status =
            server_complain(&server, server.options.address, address_error(failure));
        return false;
    }
    for (struct addrinfo *a = addresses; a != NULL && server.listener == -1; a = a->ai_next)
        server.listener = open_one(a);
    int cause = errno;
    freeaddrinfo(addresses);
    if (server.listener == -1) {
        server.exit_status = server_complain(&server, "cannot open the socket", strerror(cause));
        return false;
    }
    stop_install(server.listener); /* a signal shuts it down, and so ends the wait */
    return true;
}

/* Two echo servers that get each other's datagrams would send one back and forth for ever; a forged
 * sender address is enough to start that. Services that answer, like echo (7) and DNS (53), mostly have
 * ports below 1024, and the kernel gives clients higher ones. */
static bool is_a_server(const struct sockaddr_storage *peer)
{
    in_port_t port = peer->ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)peer)->sin6_port
                                                 : ((const struct sockaddr_in *)peer)->sin_port;
    return ntohs(port) < RESERVED_PORTS;
}

/* [serve] */
static void serve(void)
{
    static char
        bytes[MOST]; /* more than any datagram has: the rest of a longer one would be lost */

    while (!stop_requested()) {
        struct sockaddr_storage peer;
        socklen_t length = sizeof peer;
        ssize_t size =
            recvfrom(server.listener, bytes, sizeof bytes, 0, (struct sockaddr *)&peer, &length);
        if (size == -1) {
            if (errno != EINTR && !stop_requested())
                clock_sleep(ACCEPT_PAUSE_MS); /* no memory, for example: do not spin */
            continue;
        }
        if (is_a_server(&peer))
            continue;
        /* An empty datagram is a datagram too, and not the end of input: it goes back as well. If
         * sendto() fails, the reply is lost like any other. */
        sendto(server.listener, bytes, (size_t)size, 0, (struct sockaddr *)&peer, length);
        atomic_fetch_add(&server.context.counters->requests, 1);
    }
}
/* [/serve] */

int main(int argc, char *argv[])
{
    if (!server_prepare(&server, &this_stage, argc, argv) || !open_socket())
        return server.exit_status;
    server.service = &udp_service;
    server_say_ready(&server);
    serve();
    return server_finish(&server);
}
