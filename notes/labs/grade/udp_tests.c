/* udp_tests.c - lab 9: the echo service over UDP. Its client is in udp_client_tests.c. */
#include "udp_partner.h"
#include "visits.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(udp, .timeout = 30);

static struct program program;

static void expect_echo(int descriptor, const char *bytes, size_t size)
{
    static char reply[65536];
    cr_assert_eq(send(descriptor, bytes, size, 0), (ssize_t)size);
    ssize_t got = recv(descriptor, reply, sizeof reply, 0);
    cr_assert_eq(got, (ssize_t)size, "sent a datagram of %zu bytes; came: %zd (-1: none in 3 s)",
                 size, got);
    cr_assert_eq(memcmp(reply, bytes, size), 0, "a datagram of %zu bytes came back changed", size);
}

Test(udp, datagrams_of_any_size_come_back_unchanged)
{
    static const size_t sizes[] = {1, 2, 100, 1472, 1473, 9000, 16385, 65507};
    static char bytes[65507];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 / 3 + i / 251);
    program_start(&program, program_under_test(), NULL);
    int client = udp_ask(program.port);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        expect_echo(client, bytes, sizes[i]);
    close(client);
    program_end(&program);
}

Test(udp, an_empty_datagram_is_a_datagram_and_no_end)
{
    program_start(&program, program_under_test(), NULL);
    int client = udp_ask(program.port);
    expect_echo(client, "", 0);
    expect_echo(client, "still there", 11);
    close(client);
    program_end(&program);
}

Test(udp, datagrams_sent_together_come_back_apart)
{
    char reply[64];
    program_start(&program, program_under_test(), NULL);
    int client = udp_ask(program.port);
    for (int i = 1; i <= 3; i++)
        cr_assert_eq(send(client, "abc", (size_t)i, 0), i);
    for (int i = 1; i <= 3; i++) {
        ssize_t got = recv(client, reply, sizeof reply, 0);
        cr_expect_eq(got, i, "sent datagrams of 1, 2, 3 bytes; number %d came with %zd", i, got);
    }
    close(client);
    program_end(&program);
}

Test(udp, each_client_gets_its_own_replies)
{
    enum { CLIENTS = 20 };
    int clients[CLIENTS];
    char reply[8];
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = udp_ask(program.port);
        cr_assert_eq(send(clients[i], &(char){(char)('a' + i)}, 1, 0), 1);
    }
    for (int i = CLIENTS - 1; i >= 0; i--) {
        ssize_t got = recv(clients[i], reply, sizeof reply, 0);
        cr_assert(got == 1 && reply[0] == 'a' + i, "client %d sent %c; %zd bytes came: %c", i,
                  'a' + i, got, reply[0]);
        close(clients[i]);
    }
    program_end(&program);
}

Test(udp, the_server_waits_without_spinning_and_ends_on_sigterm)
{
    program_start(&program, program_under_test(), NULL);
    int client = udp_ask(program.port);
    expect_echo(client, "a", 1);
    expect_rest(&program, "without a client");
    close(client);
    program_end(&program);
}

Test(udp, a_call_that_fails_does_not_end_the_server)
{
    static const char *const faults[] = {"receive:ENOMEM:1-3", "receive:EINTR:1-3",
                                         "send:ENOBUFS:1-1"};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        visit_with_faults(faults[i]);
        program_start(&program, program_under_test(), NULL);
        visit_with_faults(NULL);
        int client = udp_ask(program.port);
        cr_assert_eq(send(client, "a", 1, 0), 1);
        poll(&(struct pollfd){.fd = client, .events = POLLIN}, 1, 400); /* may be lost */
        cr_assert_eq(send(client, "b", 1, 0), 1);
        char reply[8];
        ssize_t got = recv(client, reply, sizeof reply, 0);
        cr_expect_eq(got, 1, "no reply after one failure, %s", faults[i]);
        close(client);
        program_end(&program);
    }
}

Test(udp, no_reply_goes_to_a_port_of_services)
{
    struct sockaddr_in low = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)},
                       server = low;
    int other = socket(AF_INET, SOCK_DGRAM, 0);
    in_port_t port = 1023;
    for (low.sin_port = htons(port); bind(other, (struct sockaddr *)&low, sizeof low) == -1;
         low.sin_port = htons(port))
        if (--port < 900)
            cr_skip_test("ports below 1024 need rights here");
    program_start(&program, program_under_test(), NULL);
    server.sin_port = htons((in_port_t)atoi(program.port));
    cr_assert_eq(sendto(other, "a", 1, 0, (struct sockaddr *)&server, sizeof server), 1);
    expect_echo(udp_ask(program.port), "b", 1); /* so the first one has been looked at */
    struct pollfd answered = {.fd = other, .events = POLLIN};
    cr_expect_eq(poll(&answered, 1, 100), 0, "a datagram from port %d was answered", port);
    close(other);
    program_end(&program);
}
