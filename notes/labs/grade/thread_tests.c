/* thread_tests.c - for lab 3: what threads share, and what they leave behind. */
#include "visits.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

TestSuite(lab03, .timeout = 30);

static struct program program;

Test(lab03, clients_at_the_same_moment_get_each_its_own_answer)
{
    enum { CLIENTS = 30, ROUNDS = 5 };
    int clients[CLIENTS];
    char request[128];
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = dial(&program);
            snprintf(request, sizeof request,
                     "GET /bytes/%d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 1000 + i);
            cr_assert(say(clients[i], request));
        }
        for (int i = 0; i < CLIENTS; i++) {
            hear_reply(clients[i], &reply, false);
            cr_assert_eq(reply.status, 200, "client %d got status %d", i, reply.status);
            cr_assert_eq(reply.received, 1000 + i, "client %d asked for %d bytes and got %zu", i,
                         1000 + i, reply.received);
            reply_free(&reply);
            close(clients[i]);
        }
    }
    program_end(&program);
}

static void serve_a_hundred(void)
{
    for (int i = 0; i < 100; i++)
        visit(&program);
}

static bool has_one_thread(void *unused)
{
    (void)unused;
    return process_status(program.pid, "Threads") == 1;
}

Test(lab03, a_thread_that_has_ended_leaves_no_stack_behind)
{
    program_start(&program, program_under_test(), NULL);
    if (process_status(getpid(), "VmSize") == -1)
        cr_skip_test("this system has no /proc to look into");
    serve_a_hundred();
    wait_until(has_one_thread, NULL, "only the main thread is left");
    long before = process_status(program.pid, "VmSize");
    serve_a_hundred();
    wait_until(has_one_thread, NULL, "only the main thread is left");
    long grown = process_status(program.pid, "VmSize") - before;
    /* A stack has 128 KiB here, and 8 MiB by default: a hundred stacks have 12 MiB or more. */
    cr_expect_lt(grown, 8 * 1024, "a hundred clients later it has %ld KiB more", grown);
    program_end(&program);
}

static long descriptors;

static bool has_no_client(void *unused)
{
    (void)unused;
    return process_descriptors(program.pid) == descriptors;
}

Test(lab03, a_client_that_has_left_leaves_no_descriptor_behind)
{
    program_start(&program, program_under_test(), NULL);
    descriptors = process_descriptors(program.pid);
    serve_a_hundred();
    wait_until(has_no_client, NULL, "as many descriptors are open as before the first client");
    program_end(&program);
}
