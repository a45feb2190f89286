/* test.c - what the model "a fixed pool of threads and a bounded queue" promises. */
#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

TestSuite(pool, .timeout = 20);

static struct program program;

Test(pool, n_clients_fill_the_pool_and_the_next_is_served_as_soon_as_one_leaves)
{
    unsigned long threads[3];
    int holders[3];
    struct reply reply;
    program_start(&program, program_of_stage("04-thread-pool"), WORDS("--workers", "3"));
    for (int i = 0; i < 3; i++)
        holders[i] = stay(&program, "thread", &threads[i]);
    for (int i = 0; i < 3; i++)
        cr_expect_neq(threads[i], threads[(i + 1) % 3], "each has a worker of its own");
    int next = dial(&program);
    cr_assert(say(next, "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n"));
    cr_expect_not(answers_within(next, 300), "a fourth client was served by three workers");
    close(holders[1]);
    hear_reply(next, &reply, false);
    cr_expect_eq(reply_number(&reply, "thread"), threads[1], "by the worker that became free");
    reply_free(&reply);
    close(next);
    close(holders[0]);
    close(holders[2]);
    program_end(&program);
}

Test(pool, the_threads_are_there_from_the_start_and_stay)
{
    struct reply reply;
    program_start(&program, program_of_stage("04-thread-pool"), WORDS("--workers", "5"));
    if (process_status(getpid(), "Threads") == -1)
        cr_skip_test("this system has no /proc to look into");
    cr_expect_eq(process_status(program.pid, "Threads"), 6);
    for (int i = 0; i < 30; i++) {
        get(&program, "/hello", &reply);
        reply_free(&reply);
    }
    cr_expect_eq(process_status(program.pid, "Threads"), 6);
    program_end(&program);
}

/* How many descriptors the server has: the accepted clients, and a few of its own. */
static long accepted_at_first;

static bool has_accepted_four(void *unused)
{
    (void)unused;
    return process_descriptors(program.pid) == accepted_at_first + 4;
}

Test(pool, a_full_queue_keeps_the_next_clients_in_the_kernel)
{
    enum {
        CLIENTS = 10
    }; /* 1 with the worker, 2 in the queue, 1 in main's hands, 6 in the kernel */
    unsigned long thread;
    int clients[CLIENTS];
    struct reply reply;
    program_start(&program, program_of_stage("04-thread-pool"),
                  WORDS("--workers", "1", "--queue", "2"));
    accepted_at_first = process_descriptors(program.pid);
    if (accepted_at_first == -1)
        cr_skip_test("this system has no /proc to look into");
    clients[0] = stay(&program, "thread", &thread);
    for (int i = 1; i < CLIENTS; i++) {
        clients[i] = dial(&program);
        cr_assert(say(clients[i], "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    }
    wait_until(has_accepted_four, NULL, "four of ten clients are accepted");
    cr_expect_not(answers_within(clients[CLIENTS - 1], 200));
    cr_expect_eq(process_descriptors(program.pid), accepted_at_first + 4, "and no more");
    close(clients[0]);
    for (int i = 1; i < CLIENTS; i++) { /* then all are served: none was dropped */
        hear_reply(clients[i], &reply, false);
        cr_expect_eq(reply.status, 200, "client %d: %d", i, reply.status);
        reply_free(&reply);
        close(clients[i]);
    }
    program_end(&program);
}

Test(pool, an_idle_client_does_not_hold_its_worker_for_ever)
{
    unsigned long thread;
    struct reply reply;
    program_start(&program, program_of_stage("04-thread-pool"),
                  WORDS("--workers", "1", "--timeout", "0.4"));
    int idle = stay(&program, "thread", &thread);
    int64_t before = milliseconds();
    get(&program, "/hello", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_lt(milliseconds() - before, 2000);
    reply_free(&reply);
    close(idle);
    program_end(&program);
}

Test(pool, an_idle_client_gives_way_to_one_in_the_queue)
{
    unsigned long thread;
    struct reply reply;
    program_start(&program, program_of_stage("04-thread-pool"), WORDS("--workers", "1"));
    int idle = stay(&program, "thread", &thread);
    int64_t before = milliseconds();
    get(&program, "/hello", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_lt(milliseconds() - before, 4000, "long before the deadline of 10 seconds");
    reply_free(&reply);
    close(idle);
    program_end(&program);
}

Test(pool, slow_work_is_done_n_at_a_time)
{
    enum { CLIENTS = 6, MS = 300 };
    int clients[CLIENTS];
    struct reply reply;
    program_start(&program, program_of_stage("04-thread-pool"), WORDS("--workers", "2"));
    int64_t before = milliseconds();
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = dial(&program);
        cr_assert(
            say(clients[i], "GET /sleep/300 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    }
    for (int i = 0; i < CLIENTS; i++) {
        hear_reply(clients[i], &reply, false);
        cr_expect_eq(reply.status, 200);
        reply_free(&reply);
        close(clients[i]);
    }
    cr_expect_geq(milliseconds() - before, 3 * MS, "three waves of two");
    cr_expect_lt(milliseconds() - before, 5 * MS, "and not one after the other");
    program_end(&program);
}

Test(pool, an_idle_client_gives_way_to_one_that_waits)
{
    expect_the_idle_to_give_way("04-thread-pool", WORDS("--timeout", "20", "--workers", "1"));
}
