/*
 * 09-datagrams - the echo service (RFC 862) over UDP.
 *
 *     client 1 --[datagram]--►  ┌────────────────┐
 *     client 2 --[datagram]--►  │  one socket    │  recvfrom: what, and from whom
 *     client 1 ◄-[datagram]---  └────────────────┘  sendto:   back to there
 *
 * No connection: nothing is listened for or accepted, one socket serves all clients, and the server
 * remembers nobody. A datagram comes whole, or not at all, or twice: to notice is up to the client.
 */
#include "common/socket/address.h"
#include "common/server/server.h"
#include "common/server/stop.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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
    stop_install(server.listener); /* a signal closes it: so no wait goes on after that */
    return true;
}

static void serve(void)
{
    /* Your turn, step 1: server_say_ready(); then, until stop_requested(): recvfrom(), what and from whom; sendto(), back to there. */
    server.exit_status =
        server_complain(&server, "not written yet", "serve() in server.c: see step 1");
}

int main(int argc, char *argv[])
{
    if (!server_prepare(&server, &this_stage, argc, argv) || !open_socket())
        return server.exit_status;
    server.service = &udp_service;
    serve();
    return server_finish(&server);
}
