/* udp_tests.c - lab 9: the echo service over UDP, and a client that copes with what UDP does. */
#include "common/contract/peer.h"

#include <criterion/criterion.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <unistd.h>

TestSuite(udp, .timeout = 30);

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct program program;
static struct outcome outcome;

/* -- the server ------------------------------------------------------------------------------ */

/* A socket of a client, connected to the server. */
static int ask_at(const char *port)
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
    int client = ask_at(program.port);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        expect_echo(client, bytes, sizes[i]);
    close(client);
    program_end(&program);
}

Test(udp, an_empty_datagram_is_a_datagram_and_no_end)
{
    program_start(&program, program_under_test(), NULL);
    int client = ask_at(program.port);
    expect_echo(client, "", 0);
    expect_echo(client, "still there", 11);
    close(client);
    program_end(&program);
}

Test(udp, datagrams_sent_together_come_back_apart)
{
    char reply[64];
    program_start(&program, program_under_test(), NULL);
    int client = ask_at(program.port);
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
        clients[i] = ask_at(program.port);
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
    int client = ask_at(program.port);
    expect_echo(client, "a", 1);
    long before = process_cpu_ms(program.pid);
    poll(NULL, 0, 500);
    long used = process_cpu_ms(program.pid) - before;
    cr_expect_leq(used, 50, "without a client it used %ld ms of CPU in 500 ms", used);
    close(client);
    program_end(&program);
}

/* -- the client ------------------------------------------------------------------------------ */

static const char *client_program(void)
{
    static char path[512];
    const char *server = program_under_test();
    const char *slash = strrchr(server, '/');
    snprintf(path, sizeof path, "%.*s/client", slash != NULL ? (int)(slash - server) : 1,
             slash != NULL ? server : ".");
    return path;
}

/* Gives the client, which inherits it, this standard input. */
static void type_in(const char *text)
{
    FILE *file = tmpfile();
    cr_assert(file != NULL && fputs(text, file) >= 0 && fflush(file) == 0);
    rewind(file);
    cr_assert_neq(dup2(fileno(file), STDIN_FILENO), -1);
}

/* Lines "message 1" to "message COUNT". */
static const char *messages(int count)
{
    static char text[4096];
    size_t at = 0;
    for (int i = 1; i <= count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "message %d\n", i);
    return text;
}

static pid_t partner; /* a process that plays the server, or the network */
static char partner_port[8];

/* Runs `play` in a process of its own, on a UDP socket of this machine; it ends by itself in 20 s. */
static void start_partner(void (*play)(int socket))
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    cr_assert_eq(bind(descriptor, (struct sockaddr *)&address, sizeof address), 0);
    getsockname(descriptor, (struct sockaddr *)&address, &length);
    snprintf(partner_port, sizeof partner_port, "%d", ntohs(address.sin_port));
    partner = fork();
    cr_assert_neq(partner, -1);
    if (partner == 0) {
        alarm(20);
        play(descriptor);
        _exit(0);
    }
    close(descriptor);
}

static void end_partner(void)
{
    kill(partner, SIGKILL);
    waitpid(partner, NULL, 0);
}

/* The partner's side of a conversation: one datagram, and from whom. */
static char bytes[2048];
static struct sockaddr_storage from;
static socklen_t from_length;

static size_t hear(int descriptor)
{
    from_length = sizeof from;
    ssize_t got =
        recvfrom(descriptor, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &from_length);
    return got > 0 ? (size_t)got : 0;
}

static void answer(int descriptor, const void *reply, size_t size)
{
    sendto(descriptor, reply, size, 0, (struct sockaddr *)&from, from_length);
}

static void expect_outcome(int status, const char *output, const char *what)
{
    cr_expect_eq(outcome.exit_status, status, "%s: exit status %d; expected %d; it said: %s", what,
                 outcome.exit_status, status, outcome.errors);
    cr_expect_str_eq(outcome.output, output, "%s: expected on standard output: %s came: %s", what,
                     output, outcome.output);
}

Test(udp, the_client_prints_every_reply_in_order)
{
    program_start(&program, program_under_test(), NULL);
    type_in("first\n\nthird line\n");
    program_run(&outcome, client_program(), WORDS(program.host, program.port));
    expect_outcome(0, "first\n\nthird line\n", "three lines");
    program_end(&program);
}

/* A network that loses a fifth of the datagrams, each way; a tenth it doubles; and a tenth it keeps
 * until others have overtaken it. The dice are the same in each run. */
static void be_a_bad_network(int clients)
{
    static char kept[2048];
    size_t kept_size = 0;
    unsigned dice = 4711;
    int server = ask_at(program.port);
    struct pollfd ready[2] = {{.fd = clients, .events = POLLIN}, {.fd = server, .events = POLLIN}};
    for (;;) {
        int count = poll(ready, 2, 30);
        if (kept_size > 0 && from_length > 0)
            answer(clients, kept, kept_size);
        kept_size = 0;
        for (int i = 0; i < 2 && count > 0; i++) {
            if (ready[i].revents == 0)
                continue;
            ssize_t size = i == 0 ? (ssize_t)hear(clients) : recv(server, bytes, sizeof bytes, 0);
            dice = dice * 1103515245 + 12345;
            unsigned fate = dice / 65536 % 10;
            if (size <= 0 || fate < 2)
                continue;
            for (int copies = fate == 2 ? 2 : 1; copies > 0; copies--) {
                if (i == 0) {
                    send(server, bytes, (size_t)size, 0);
                } else if (fate == 3) {
                    kept_size = (size_t)size;
                    memcpy(kept, bytes, kept_size);
                } else {
                    answer(clients, bytes, (size_t)size);
                }
            }
        }
    }
}

Test(udp, a_hundred_requests_are_answered_under_20_percent_loss)
{
    program_start(&program, program_under_test(), NULL);
    start_partner(be_a_bad_network);
    type_in(messages(100));
    program_run(&outcome, client_program(),
                WORDS("-t", "0.015", "-n", "12", "127.0.0.1", partner_port));
    end_partner();
    expect_outcome(0, messages(100), "100 lines, of whose datagrams every fifth was lost");
    program_end(&program);
}

static void lose_two_of_three(int descriptor)
{
    for (;;) {
        char first[2048];
        size_t size = hear(descriptor);
        memcpy(first, bytes, size);
        for (int i = 0; i < 2; i++)
            if (hear(descriptor) != size || memcmp(first, bytes, size) != 0)
                return; /* another request than before: it gets no answer */
        answer(descriptor, bytes, size);
    }
}

Test(udp, a_lost_request_is_sent_again_unchanged)
{
    start_partner(lose_two_of_three);
    type_in("one\ntwo\n");
    program_run(&outcome, client_program(),
                WORDS("-t", "0.02", "-n", "4", "127.0.0.1", partner_port));
    end_partner();
    expect_outcome(0, "one\ntwo\n", "two lines, each answered at the third time");
}

/* Before each answer comes the one before, once more. */
static void repeat_the_last(int descriptor)
{
    char last[2048] = "";
    size_t last_size = 0;
    for (;;) {
        size_t size = hear(descriptor);
        if (last_size > 0)
            answer(descriptor, last, last_size);
        answer(descriptor, bytes, size);
        memcpy(last, bytes, size);
        last_size = size;
    }
}

Test(udp, a_reply_to_an_earlier_request_is_not_taken_for_this_one)
{
    start_partner(repeat_the_last);
    type_in("one\ntwo\nthree\n");
    program_run(&outcome, client_program(), WORDS("-t", "0.2", "127.0.0.1", partner_port));
    end_partner();
    expect_outcome(0, "one\ntwo\nthree\n", "each reply came a second time, before the next");
}

/* A stranger, on a socket of its own, answers first. */
static void be_overtaken_by_a_stranger(int descriptor)
{
    int stranger = socket(AF_INET, SOCK_DGRAM, 0);
    for (;;) {
        char forged[2048];
        size_t size = hear(descriptor);
        memcpy(forged, bytes, size);
        forged[size - 1] = 'X';
        answer(stranger, forged, size);
        answer(descriptor, bytes, size);
    }
}

Test(udp, a_datagram_from_a_stranger_is_no_reply)
{
    start_partner(be_overtaken_by_a_stranger);
    type_in("one\ntwo\n");
    program_run(&outcome, client_program(), WORDS("-t", "0.2", "127.0.0.1", partner_port));
    end_partner();
    expect_outcome(0, "one\ntwo\n", "from another port came the same number and other bytes");
}

static void say_nothing(int descriptor)
{
    for (;;)
        hear(descriptor);
}

Test(udp, without_an_answer_the_client_gives_up_in_time)
{
    start_partner(say_nothing);
    type_in("one\n");
    int64_t before = milliseconds();
    program_run(&outcome, client_program(),
                WORDS("-t", "0.2", "-n", "3", "127.0.0.1", partner_port));
    int64_t took = milliseconds() - before;
    end_partner();
    expect_outcome(1, "", "nobody answered");
    cr_expect(took >= 550 && took < 5000, "-t 0.2 -n 3: gave up after %ld ms; expected 600 to 1400",
              (long)took);
}

Test(udp, a_port_where_nobody_listens_is_waited_for_without_spinning)
{
    start_partner(say_nothing);
    end_partner(); /* so the port is free: each request is answered with an error (ICMP) */
    type_in("one\n");
    int64_t before = milliseconds();
    program_run(&outcome, client_program(),
                WORDS("-t", "0.2", "-n", "3", "127.0.0.1", partner_port));
    int64_t took = milliseconds() - before;
    expect_outcome(1, "", "nobody listened");
    cr_expect(took >= 550 && took < 5000, "-t 0.2 -n 3: gave up after %ld ms; expected 600 to 1400",
              (long)took);
}

/* Stray datagrams all the time, the right one never. */
static void chatter(int descriptor)
{
    hear(descriptor);
    for (;;) {
        answer(descriptor, "no reply to anything", 20);
        poll(NULL, 0, 5);
    }
}

Test(udp, stray_datagrams_do_not_buy_more_time)
{
    start_partner(chatter);
    type_in("one\n");
    program_run(&outcome, client_program(),
                WORDS("-t", "0.5", "-n", "2", "127.0.0.1", partner_port));
    end_partner();
    expect_outcome(1, "", "a stray datagram every 5 ms, and no reply");
}

/* Answers only who waits longer each time: at least 50, 100, 200 ms, less a little. */
static void want_patience(int descriptor)
{
    size_t size = hear(descriptor);
    int64_t last = milliseconds(), least = 45;
    for (int i = 0; i < 3; i++, least *= 2) {
        hear(descriptor);
        if (milliseconds() - last < least)
            return;
        last = milliseconds();
    }
    answer(descriptor, bytes, size);
}

Test(udp, the_client_waits_twice_as_long_each_time)
{
    start_partner(want_patience);
    type_in("one\n");
    program_run(&outcome, client_program(),
                WORDS("-t", "0.05", "-n", "5", "127.0.0.1", partner_port));
    end_partner();
    expect_outcome(0, "one\n", "answered only if it was sent again after 50, 100, 200 ms");
}
