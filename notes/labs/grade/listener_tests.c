/* listener_tests.c - for lab 1: what a client sees of the listening socket, and of the loop. */
#include "visits.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(lab01, .timeout = 20);

static struct program program;

/* Begins a connection and does not wait for it: if the server's queue is full, it stays unfinished. */
static int begin_to_dial(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((in_port_t)atoi(program.port)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    connect(descriptor, (struct sockaddr *)&address, sizeof address);
    return descriptor;
}

/* Linux lets one more in than was asked for, other systems up to half as many more. */
Test(lab01, the_kernel_s_queue_is_as_long_as_backlog_says)
{
    enum { CLIENTS = 30, BACKLOG = 10, MOST = BACKLOG * 3 / 2 };
    int clients[CLIENTS], connected = 0;
    program_start(&program, program_under_test(), WORDS("--backlog", "10"));
    kill(program.pid, SIGSTOP); /* the server cannot accept now: the kernel alone connects them */
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = begin_to_dial();
    for (int i = 0; i < CLIENTS; i++) {
        struct pollfd ready = {.fd = clients[i], .events = POLLOUT};
        connected += poll(&ready, 1, 500) == 1;
        if (connected <= i)
            break;
    }
    kill(program.pid, SIGCONT);
    cr_expect(connected >= BACKLOG && connected <= MOST, "with --backlog %d, %d were connected",
              BACKLOG, connected);
    for (int i = 0; i < CLIENTS; i++)
        close(clients[i]);
    program_end(&program);
}

Test(lab01, a_listen_that_fails_is_told_and_ends_it)
{
    struct outcome outcome;
    visit_with_faults("listen:ENOBUFS");
    program_run(&outcome, program_under_test(), WORDS("--port", "0"));
    visit_with_faults(NULL);
    cr_expect_eq(outcome.exit_status, 1, "exit status %d", outcome.exit_status);
    cr_expect_not_null(strstr(outcome.errors, strerror(ENOBUFS)), "it says: %s%s", outcome.output,
                       outcome.errors);
}

Test(lab01, it_listens_at_the_address_asked_for_and_at_no_other)
{
    program_start(&program, program_under_test(), WORDS("--address", "127.0.0.1"));
    cr_expect_str_eq(program.host, "127.0.0.1", "the ready line says %s", program.host);
    struct program elsewhere = program;
    strcpy(elsewhere.host, "127.0.0.2"); /* on Linux all of 127.0.0.0/8 is this machine */
    cr_expect(is_refused(&elsewhere), "a connection to 127.0.0.2 was accepted");
    program_end(&program);
}

Test(lab01, a_client_that_was_served_is_closed)
{
    char answer[1024];
    program_start(&program, program_under_test(), NULL);
    long before = process_descriptors(program.pid);
    for (int i = 0; i < 20; i++) {
        int client = dial(&program);
        cr_assert(say(client, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        cr_assert_gt(hear_all(client, answer, sizeof answer, NULL), 0, "client %d got nothing",
                     i + 1);
        close(client);
    }
    /* The server may not have closed the last one yet. */
    cr_expect_leq(process_descriptors(program.pid), before + 1,
                  "%ld descriptors are open after 20 clients, %ld before",
                  process_descriptors(program.pid), before);
    struct reply reply;
    get(&program, "/stats", &reply);
    unsigned long now = reply_number(&reply, "clients");
    cr_expect_eq(now, 1, "20 clients have left, one asks: /stats says clients: %lu", now);
    reply_free(&reply);
    program_end(&program);
}

Test(lab01, one_client_after_the_other_is_served)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    for (unsigned long i = 1; i <= 5; i++) {
        get(&program, "/whoami", &reply);
        cr_assert_eq(reply.status, 200, "client %lu got status %d", i, reply.status);
        cr_expect_eq(reply_number(&reply, "connection"), i);
        reply_free(&reply);
    }
    program_end(&program);
}
