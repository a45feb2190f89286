/*
 * client.c - asks over UDP: each line of standard input is a request, each reply a line of output.
 *
 *     request:  [ number, 4 bytes, network order | the line ]       the reply begins with that number
 *
 *     client ──17──►        ──17──► ... lost ...  ──17──►
 *            ◄──17──                  time out           ◄──16── an old one: ignored   ◄──17──
 *
 * usage: client [-t SECONDS] [-n TRIES] HOST PORT
 */
#include "common/socket/clock.h"
#include "common/socket/numbers.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NUMBER = sizeof(uint32_t), MOST_LINE = 1024, MOST_TRIES = 20 };

static int64_t first_timeout = NANOSECONDS / 4;
static unsigned long tries = 7;
static unsigned long asked, answered, again, ignored;

/* [await] */
/* Waits until the deadline for the reply to this request. Returns its length; -1: it did not come. */
static ssize_t await(int descriptor, const char *request, char *reply, size_t size,
                     int64_t deadline)
{
    struct pollfd readable = {.fd = descriptor, .events = POLLIN};
    /* The deadline stays the same, whatever else comes in. Otherwise each stray datagram would make the
     * wait longer. */
    for (int64_t left; (left = deadline - clock_now()) > 0;) {
        if (poll(&readable, 1, (int)((left + MILLISECOND - 1) / MILLISECOND)) != 1)
            continue;
        ssize_t received = recv(descriptor, reply, size, 0);
        if (received >= NUMBER && memcmp(reply, request, NUMBER) == 0)
            return received;
        /* A reply that came too late, or twice, belongs to an earlier request. -1 means that no program
         * has this port (ECONNREFUSED); the server may be about to start. */
        ignored += received >= 0;
    }
    return -1;
}
/* [/await] */

/* [ask] */
/* Sends a request until a reply comes, and waits twice as long each time: if the network loses
 * datagrams because it is full, faster requests would fill it more. */
static ssize_t ask(int descriptor, const char *request, size_t length, char *reply, size_t size)
{
    int64_t timeout = first_timeout;
    for (unsigned long i = 0; i < tries; i++, timeout *= 2) {
        again += i > 0;
        send(descriptor, request, length, 0); /* if this fails, it is one more lost request */
        ssize_t received = await(descriptor, request, reply, size, clock_now() + timeout);
        if (received != -1)
            return received;
    }
    return -1;
}
/* [/ask] */

static bool ask_all(int descriptor)
{
    char request[NUMBER + MOST_LINE], reply[NUMBER + MOST_LINE];
    /* Not from 1: replies to an earlier client on this port would look like ours. */
    uint32_t number = (uint32_t)clock_now() ^ (uint32_t)getpid() << 16;

    while (fgets(request + NUMBER, MOST_LINE, stdin) != NULL) {
        size_t length = strcspn(request + NUMBER, "\n");
        uint32_t in_network_order = htonl(++number);
        memcpy(request, &in_network_order, NUMBER);
        asked++;
        ssize_t received = ask(descriptor, request, NUMBER + length, reply, sizeof reply);
        if (received == -1)
            return false;
        answered++;
        printf("%.*s\n", (int)(received - NUMBER), reply + NUMBER);
    }
    return true;
}

/* A connected socket: send() needs no address, and the kernel drops datagrams from any other address.
 * connect(2) itself sends nothing. */
static int open_socket(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *addresses;
    int descriptor = -1;
    int failure = getaddrinfo(host, port, &hints, &addresses);
    if (failure != 0) {
        fprintf(stderr, "client: %s port %s: %s\n", host, port, gai_strerror(failure));
        return -1;
    }
    for (struct addrinfo *a = addresses; a != NULL && descriptor == -1; a = a->ai_next) {
        descriptor = socket(a->ai_family, SOCK_DGRAM, 0);
        if (descriptor != -1 && connect(descriptor, a->ai_addr, a->ai_addrlen) == -1) {
            close(descriptor);
            descriptor = -1;
        }
    }
    freeaddrinfo(addresses);
    if (descriptor == -1)
        perror("client: cannot open a socket");
    return descriptor;
}

int main(int argc, char *argv[])
{
    bool good = true;
    for (int letter; (letter = getopt(argc, argv, "t:n:")) != -1;) {
        if (letter == 't')
            good = good && number_parse_seconds(optarg, 60, &first_timeout);
        else
            good = good && letter == 'n' && number_parse(optarg, 1, MOST_TRIES, &tries);
    }
    if (!good || argc - optind != 2) {
        fprintf(stderr, "usage: client [-t SECONDS] [-n TRIES, 1 to %d] HOST PORT\n", MOST_TRIES);
        return 2;
    }
    int descriptor = open_socket(argv[optind], argv[optind + 1]);
    if (descriptor == -1)
        return 1;
    bool all = ask_all(descriptor);
    fprintf(stderr, "client: %lu requests, %lu answered, %lu sent again, %lu datagrams ignored\n",
            asked, answered, again, ignored);
    close(descriptor);
    return all ? 0 : 1;
}
