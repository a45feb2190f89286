/* udp_partner.c - a UDP client, a forked partner, and a relay that loses, doubles and delays datagrams. */
#include "udp_partner.h"

#include <criterion/criterion.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

int udp_ask(const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM}, *address;
    struct timeval limit = {.tv_sec = 3};
    cr_assert_eq(getaddrinfo("127.0.0.1", port, &hints, &address), 0);
    int descriptor = socket(address->ai_family, SOCK_DGRAM, 0);
    cr_assert_eq(connect(descriptor, address->ai_addr, address->ai_addrlen), 0);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    freeaddrinfo(address);
    return descriptor;
}

static pid_t partner;
char udp_partner_port[8];

void udp_start_partner(void (*play)(int socket))
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    cr_assert_eq(bind(descriptor, (struct sockaddr *)&address, sizeof address), 0);
    getsockname(descriptor, (struct sockaddr *)&address, &length);
    snprintf(udp_partner_port, sizeof udp_partner_port, "%d", ntohs(address.sin_port));
    partner = fork();
    cr_assert_neq(partner, -1);
    if (partner == 0) {
        alarm(20);
        play(descriptor);
        _exit(0);
    }
    close(descriptor);
}

void udp_end_partner(void)
{
    kill(partner, SIGKILL);
    waitpid(partner, NULL, 0);
}

const char *udp_network_to;

char udp_bytes[2048];
static struct sockaddr_storage from;
static socklen_t from_length;

size_t udp_hear(int descriptor)
{
    from_length = sizeof from;
    ssize_t got = recvfrom(descriptor, udp_bytes, sizeof udp_bytes, 0, (struct sockaddr *)&from,
                           &from_length);
    return got > 0 ? (size_t)got : 0;
}

void udp_answer(int descriptor, const void *reply, size_t size)
{
    sendto(descriptor, reply, size, 0, (struct sockaddr *)&from, from_length);
}

void udp_be_a_bad_network(int clients)
{
    static char kept[2048];
    size_t kept_size = 0;
    unsigned dice = 4711;
    int server = udp_ask(udp_network_to);
    struct pollfd ready[2] = {{.fd = clients, .events = POLLIN}, {.fd = server, .events = POLLIN}};
    for (;;) {
        int count = poll(ready, 2, 30);
        if (kept_size > 0 && from_length > 0)
            udp_answer(clients, kept, kept_size);
        kept_size = 0;
        for (int i = 0; i < 2 && count > 0; i++) {
            if (ready[i].revents == 0)
                continue;
            ssize_t size =
                i == 0 ? (ssize_t)udp_hear(clients) : recv(server, udp_bytes, sizeof udp_bytes, 0);
            dice = dice * 1103515245 + 12345;
            unsigned fate = dice / 65536 % 10;
            if (size <= 0 || fate < 2)
                continue;
            for (int copies = fate == 2 ? 2 : 1; copies > 0; copies--) {
                if (i == 0) {
                    send(server, udp_bytes, (size_t)size, 0);
                } else if (fate == 3) {
                    kept_size = (size_t)size;
                    memcpy(kept, udp_bytes, kept_size);
                } else {
                    udp_answer(clients, udp_bytes, (size_t)size);
                }
            }
        }
    }
}
