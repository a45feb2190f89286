/* test.c - what the event-driven model promises: one thread, and no client waits for a slow one. */
#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <unistd.h>

TestSuite(events, .timeout = 30);

static struct program program;

Test(events, a_hundred_slow_clients_are_served_interleaved_by_one_thread)
{
    enum { CLIENTS = 100 };
    static const char request[] = "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n";
    int clients[CLIENTS];
    struct reply reply;
    program_start(&program, program_of_stage("05-select"), NULL);
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = dial(&program);
    /* The first byte of every client, then the second of every client: each is in the middle of its request
     * all the time, and they all finish together. */
    for (const char *byte = request; *byte != '\0'; byte++)
        for (int i = 0; i < CLIENTS; i++)
            cr_assert(say_bytes(clients[i], byte, 1));
    for (int i = 0; i < CLIENTS; i++) {
        hear_reply(clients[i], &reply, false);
        cr_assert_eq(reply.status, 200);
        cr_assert_eq(reply_number(&reply, "process"), (unsigned long)program.pid);
        cr_assert_eq(reply_number(&reply, "connection"), (unsigned long)i + 1);
        reply_free(&reply);
    }
    if (process_status(program.pid, "Threads") != -1)
        cr_expect_eq(process_status(program.pid, "Threads"), 1);
    for (int i = 0; i < CLIENTS; i++)
        close(clients[i]);
    program_end(&program);
}

Test(events, a_client_is_served_at_once_among_silent_and_deaf_ones)
{
    int silent[20], deaf[20];
    struct reply reply;
    program_start(&program, program_of_stage("05-select"), NULL);
    for (int i = 0; i < 20; i++) {
        silent[i] = dial(&program);
        deaf[i] = dial(&program);
        cr_assert(say(deaf[i], "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
    int64_t before = milliseconds();
    get(&program, "/hello", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_lt(milliseconds() - before, 2000);
    reply_free(&reply);
    for (int i = 0; i < 20; i++) {
        close(silent[i]);
        close(deaf[i]);
    }
    program_end(&program);
}

Test(events, slow_work_holds_up_everybody)
{
    struct reply reply;
    program_start(&program, program_of_stage("05-select"), NULL);
    int slow = dial(&program);
    int64_t before = milliseconds();
    cr_assert(say(slow, "GET /sleep/500 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    struct pollfd answered = {.fd = slow, .events = POLLIN};
    poll(&answered, 1, 100); /* so that it is the first to be served */
    get(&program, "/hello", &reply);
    cr_expect_geq(milliseconds() - before, 500, "one thread cannot sleep and serve");
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    close(slow);
    program_end(&program);
}

/* The server has nothing to do now: it may use a little CPU, but not a tenth of the time. */
Test(events, it_does_not_spin_while_clients_are_idle)
{
    struct reply reply;
    program_start(&program, program_of_stage("05-select"), NULL);
    int silent = dial(&program), idle = dial(&program);
    /* More than fits into a socket's buffers: so this client was waited for until it had read. */
    cr_assert(say(idle, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(idle, &reply, false);
    cr_expect_eq(reply.received, 16777216);
    reply_free(&reply);
    expect_rest(&program, "Though both sockets could be written to,");
    close(silent);
    close(idle);
    program_end(&program);
}

Test(events, it_does_not_spin_while_a_client_sends_but_does_not_read)
{
    program_start(&program, program_of_stage("05-select"), NULL);
    int deaf = dial(&program);
    cr_assert(say(deaf, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    struct pollfd begun = {.fd = deaf, .events = POLLIN};
    cr_assert_eq(poll(&begun, 1, 5000), 1);
    cr_assert(say(deaf, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    expect_rest(&program, "Though there is something to receive,");
    close(deaf);
    program_end(&program);
}

Test(events, it_does_not_spin_while_clients_wait_at_the_limit)
{
    program_start(&program, program_of_stage("05-select"), WORDS("--max-clients", "1"));
    int one = dial(&program), two = dial(&program);
    expect_rest(&program, "Although a client waits to be accepted,");
    close(one);
    struct reply reply; /* it did not wait for a struct, either: the second is served now */
    cr_assert(say(two, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(two, &reply, false);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    close(two);
    program_end(&program);
}

Test(events, more_clients_than_fd_setsize_wait_and_all_are_served)
{
    enum { CLIENTS = FD_SETSIZE + 200 };
    static int clients[CLIENTS];
    struct rlimit limit;
    struct reply reply;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    if (limit.rlim_cur < CLIENTS + 50 || setrlimit(RLIMIT_NOFILE, &limit) == -1)
        cr_skip_test("the hard limit of descriptors (ulimit -Hn) is below %d", CLIENTS + 50);
    program_start(&program, program_of_stage("05-select"), NULL);
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = dial(&program);
    /* The first ones leave: then the last ones, which had to wait, have their turn. */
    for (int i = 0; i < CLIENTS; i++) {
        cr_assert(say(clients[i], "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        hear_reply(clients[i], &reply, false);
        cr_assert_eq(reply.status, 200, "client %d of %d", i, CLIENTS);
        reply_free(&reply);
        close(clients[i]);
    }
    program_end(&program);
}

Test(events, at_the_limit_the_next_client_waits_and_is_then_served)
{
    struct reply reply;
    program_start(&program, program_of_stage("05-select"), WORDS("--max-clients", "1"));
    int one = dial(&program);
    cr_assert(say(one, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(one, &reply, false);
    reply_free(&reply);
    int two = dial(&program);
    cr_assert(say(two, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    struct pollfd waiting = {.fd = two, .events = POLLIN};
    cr_expect_eq(poll(&waiting, 1, 300), 0);
    close(one);
    hear_reply(two, &reply, false);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    close(two);
    program_end(&program);
}
