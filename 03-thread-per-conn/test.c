/* test.c - what the model "a thread per connection" promises. */
#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

TestSuite(threads, .timeout = 20);

static struct program program;

Test(threads, different_clients_are_served_by_different_threads_of_one_process)
{
    unsigned long threads[3];
    int clients[3];
    program_start(&program, program_of_stage("03-thread-per-conn"), NULL);
    for (int i = 0; i < 3; i++)
        clients[i] = stay(&program, "thread", &threads[i]);
    for (int i = 0; i < 3; i++)
        cr_expect_neq(threads[i], threads[(i + 1) % 3]);
    if (process_status(program.pid, "Threads") != -1)
        cr_expect_eq(process_status(program.pid, "Threads"), 4, "main, and one for each");
    for (int i = 0; i < 3; i++)
        close(clients[i]);
    program_end(&program);
}

static bool is_single_threaded(void *unused)
{
    (void)unused;
    return process_status(program.pid, "Threads") == 1;
}

Test(threads, a_thread_ends_with_its_client)
{
    int clients[40];
    unsigned long thread;
    program_start(&program, program_of_stage("03-thread-per-conn"), NULL);
    if (process_status(getpid(), "Threads") == -1)
        cr_skip_test("this system has no /proc to look into");
    for (int i = 0; i < 40; i++)
        clients[i] = stay(&program, "thread", &thread);
    cr_expect_eq(process_status(program.pid, "Threads"), 41);
    for (int i = 0; i < 40; i++)
        close(clients[i]);
    wait_until(is_single_threaded, NULL, "only the main thread is left");
    program_end(&program);
}

Test(threads, at_the_limit_the_next_client_waits_and_is_then_served)
{
    expect_the_third_to_wait("03-thread-per-conn");
}

Test(threads, slow_work_of_one_client_does_not_delay_another)
{
    struct reply reply;
    program_start(&program, program_of_stage("03-thread-per-conn"), NULL);
    int slow = dial(&program);
    cr_assert(say(slow, "GET /sleep/3000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    int64_t before = milliseconds();
    get(&program, "/hello", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_lt(milliseconds() - before, 2500);
    reply_free(&reply);
    hear_reply(slow, &reply, false);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    close(slow);
    program_end(&program);
}

Test(threads, the_end_waits_for_every_thread)
{
    struct outcome outcome;
    struct reply replies[5];
    int clients[5];
    program_start(&program, program_of_stage("03-thread-per-conn"), NULL);
    for (int i = 0; i < 5; i++) {
        unsigned long thread;
        clients[i] = stay(&program, "thread", &thread);
        cr_assert(say(clients[i], "GET /bytes/8000000 HTTP/1.1\r\nHost: a\r\n\r\n"));
        struct pollfd begun = {.fd = clients[i], .events = POLLIN};
        cr_assert_eq(poll(&begun, 1, 5000), 1);
    }
    kill(program.pid, SIGTERM);
    for (int i = 0; i < 5; i++) {
        hear_reply(clients[i], &replies[i], false);
        cr_expect_eq(replies[i].received, 8000000);
        reply_free(&replies[i]);
        close(clients[i]);
    }
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0);
}
