/* end_faults.c - the graceful end; and the server leaves nothing behind. */
#include "faults.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

TestSuite(end, .timeout = 60);

static struct program program;

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* A client in the middle of a reply of 16 MiB, whose first byte has come. */
static int start_long_reply(void)
{
    char first;
    int descriptor = dial(&program);
    cr_assert(say(descriptor, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    cr_assert_eq(recv(descriptor, &first, 1, MSG_PEEK), 1);
    return descriptor;
}

static void expect_graceful_end(int signal)
{
    struct reply reply;
    struct outcome outcome;
    program_start(&program, program_under_test(), NULL);
    int client = start_long_reply();
    kill(program.pid, signal);
    wait_until(is_refused, &program, "the port is closed while the reply goes on");
    hear_reply(client, &reply, false);
    cr_expect_eq(reply.received, 16777216, "%zu of 16777216 bytes came", reply.received);
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0);
    cr_expect_neq(strstr(outcome.errors, " connections, "), NULL, "%s", outcome.errors);
    cr_expect_neq(strstr(outcome.errors, " requests, CPU "), NULL, "%s", outcome.errors);
    reply_free(&reply);
    close(client);
}

Test(end, sigterm_finishes_the_reply_in_progress)
{
    expect_graceful_end(SIGTERM);
}

Test(end, sigint_finishes_the_reply_in_progress)
{
    expect_graceful_end(SIGINT);
}

Test(end, slow_work_is_finished_and_said_to_be_the_last)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    int client = dial(&program);
    /* The second request had not begun before the signal, so the server need not answer it. */
    cr_assert(
        say(client,
            "GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /sleep/400 HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(client, &reply, false);
    reply_free(&reply);
    kill(program.pid, SIGTERM); /* during its sleep, or just before */
    hear_reply(client, &reply, false);
    cr_expect_eq(reply.status, 200);
    cr_expect(reply_has(&reply, "Connection: close"), "%s", reply.head);
    reply_free(&reply);
    close(client);
    struct outcome outcome;
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0);
}

Test(end, idle_clients_do_not_delay_it)
{
    struct reply reply;
    char nothing[8];
    program_start(&program, program_under_test(), WORDS("--timeout", "30"));
    int idle = dial(&program);
    cr_assert(say(idle, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(idle, &reply, false);
    reply_free(&reply);
    int silent = dial(&program);
    int64_t before = milliseconds();
    program_end(&program);
    cr_expect_lt(milliseconds() - before, 2000);
    cr_expect_eq(hear_all(idle, nothing, sizeof nothing, NULL), 0);
    close(idle);
    close(silent);
}

static void wait_for_some_moment(unsigned *random)
{
    *random = *random * 1103515245u + 12345u;
    int64_t until = microseconds() + (*random >> 16) % 2000;
    while (microseconds() < until)
        ;
}

/* A signal between "look at the flag" and "wait" could be lost. Here this moment lasts 20 ms, because the shim
 * delays each call that waits for a client; and no client connects afterwards. */
Test(end, sigterm_between_two_clients_is_not_lost, .timeout = 300)
{
    unsigned random = 1;
    for (int i = 0; i < rounds(20, 200); i++) {
        struct outcome outcome;
        faults_start(&program, "accept:+20 select:+20", WORDS("--timeout", "30"));
        cr_assert_eq(status_of_hello(&program), 200);
        wait_for_some_moment(&random);
        int64_t before = milliseconds();
        program_stop(&program, SIGTERM, &outcome);
        int64_t took = milliseconds() - before;
        cr_assert_eq(outcome.exit_status, 0, "round %d: exit status %d", i, outcome.exit_status);
        cr_assert_lt(took, 5000, "round %d took %ld ms", i, (long)took);
    }
}

/* A client that has one byte of a reply gets the whole reply. */
Test(end, sigterm_at_any_moment_completes_what_was_begun, .timeout = 300)
{
    enum { SIZE = 16777216, MOST_MS = 8000 }; /* the client's own deadline would be 30 s */
    int all = rounds(40, 200);
    unsigned random = 1;
    for (int i = 0; i < all; i++) {
        struct reply reply;
        program_start(&program, program_under_test(), WORDS("--timeout", "30"));
        int silent = dial(&program), client = dial(&program);
        shutdown(silent, SHUT_WR);
        cr_assert(say(client, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
        char first;
        if (i % 2 == 0) /* some signals after a reply has begun, some perhaps before */
            cr_assert_eq(recv(client, &first, 1, MSG_PEEK), 1);
        wait_for_some_moment(&random);
        int64_t before = milliseconds();
        kill(program.pid, SIGTERM);
        hear_reply(client, &reply, false);
        cr_assert((reply.status == 0 && i % 2 == 1) || reply.received == SIZE,
                  "round %d: %zu bytes came", i, reply.received);
        reply_free(&reply);
        close(client);
        close(silent);
        struct outcome outcome;
        program_stop(&program, 0, &outcome);
        cr_assert_eq(outcome.exit_status, 0, "round %d: exit status %d: %s", i, outcome.exit_status,
                     outcome.errors);
        int64_t took = milliseconds() - before;
        cr_assert_lt(took, MOST_MS, "round %d took %ld ms", i, (long)took);
    }
}

Test(end, a_second_signal_ends_it_at_once)
{
    struct outcome outcome;
    program_start(&program, program_under_test(), NULL);
    int client = start_long_reply();
    kill(program.pid, SIGINT);
    wait_until(is_refused, &program, "the port is closed");
    int64_t before = milliseconds();
    program_stop(&program, SIGINT, &outcome);
    cr_expect_lt(milliseconds() - before, 1000);
    cr_expect_eq(outcome.exit_status, 128 + SIGINT, "%d", outcome.exit_status);
    close(client);
}

Test(end, signals_that_its_parent_had_blocked_still_end_it)
{
    program_circumstances = SIGNALS_BLOCKED;
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 5; i++) /* in 02 these are children that end */
        cr_expect_eq(status_of_hello(&program), 200);
    program_end(&program);
}

/* Otherwise a client would get descriptor 2, and the server's messages would go to that client. */
Test(end, a_standard_error_that_was_never_open_does_not_become_a_client)
{
    char answer[4096];
    program_circumstances = ERROR_OUTPUT_CLOSED;
    program_start(&program, program_under_test(), WORDS("--verbose"));
    int first = dial(&program);
    cr_assert(say(first, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    shutdown(first, SHUT_WR);
    hear_all(first, answer, sizeof answer, NULL);
    cr_expect_eq(strstr(answer, "connection 1"), NULL, "%s", answer);
    close(first);
    program_end(&program);
}

/* A pipe holds 64 KiB; after that a write waits. */
Test(end, a_log_that_nobody_reads_does_not_hold_it_up)
{
    program_start(&program, program_under_test(), WORDS("--verbose"));
    for (int i = 0; i < 1200; i++)
        cr_assert_eq(status_of_hello(&program), 200, "client %d", i + 1);
    program_end(&program);
}

Test(end, it_can_be_started_again_at_once)
{
    char port[8], answer[1024];
    program_start(&program, program_under_test(), NULL);
    int client = dial(&program);
    cr_assert(say(client, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    hear_all(client, answer, sizeof answer, NULL);
    close(client); /* the server closed first, so TIME_WAIT is on its side */
    strcpy(port, program.port);
    program_end(&program);
    program_start(&program, program_under_test(), WORDS("--port", port));
    cr_expect_str_eq(program.port, port);
    program_end(&program);
}

static long threads, descriptors, children;

static bool is_as_before(void *unused)
{
    (void)unused;
    return process_status(program.pid, "Threads") == threads &&
           process_descriptors(program.pid) == descriptors &&
           process_children(program.pid, false) == children;
}

static void hurry_through(int count)
{
    struct reply reply;
    for (int i = 0; i < count; i++) {
        if (i % 10 == 9)
            reset(dial(&program));
        else {
            get(&program, "/hello", &reply);
            cr_assert_eq(reply.status, 200);
            reply_free(&reply);
        }
    }
}

Test(end, thousands_of_connections_leave_nothing_behind, .timeout = 300)
{
    program_start(&program, program_under_test(), WORDS("--timeout", "1"));
    descriptors = process_descriptors(program.pid);
    if (descriptors == -1)
        cr_skip_test("this system has no /proc to look into");
    threads = process_status(program.pid, "Threads");
    children = process_children(program.pid, false);
    hurry_through(500);
    wait_until(is_as_before, NULL, "threads, descriptors and children are as at the start");
    long memory = process_status(program.pid, "VmRSS");
    hurry_through(rounds(3000, 100000));
    wait_until(is_as_before, NULL, "threads, descriptors and children are as at the start");
    long grown = process_status(program.pid, "VmRSS") - memory;
    /* A sanitizer keeps memory for every thread that ever existed. */
    if (getenv("SANITIZED") == NULL)
        cr_expect_lt(grown, 1024, "%ld KiB more", grown);
    program_end(&program);
}

Test(end, a_closed_standard_output_or_error_is_no_reason_to_die)
{
    struct reply reply;
    program_start(&program, program_under_test(), WORDS("--verbose"));
    close(program.output);
    close(program.errors);
    for (int i = 0; i < 3; i++) {
        get(&program, "/hello", &reply); /* a line on standard error, which no program reads */
        cr_expect_eq(reply.status, 200);
        reply_free(&reply);
    }
    program.output = open("/dev/null", 0);
    program.errors = open("/dev/null", 0);
    program_end(&program);
}
