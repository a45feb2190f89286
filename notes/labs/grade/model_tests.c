/* model_tests.c - is it the lab's model at all? Each of these asks for no more than that: who serves the clients. A lab's
 * other tests say how well it does so; those that another model passes by itself count only with this one. */
#include "visits.h"

#include <criterion/criterion.h>
#include <unistd.h>

TestSuite(model, .timeout = 20);

static struct program program;

/* How many threads the server has must be visible; and how many it has now. */
static void expect_threads(long expected, const char *when)
{
    if (process_status(getpid(), "Threads") == -1)
        return; /* this system has no /proc to look into */
    long threads = process_status(program.pid, "Threads");
    cr_assert_eq(threads, expected, "%s the server has %ld threads, expected %ld", when, threads,
                 expected);
}

/* Asks who serves this client, and expects a thread of the server's own process. */
static unsigned long thread_that_serves(int client)
{
    unsigned long process = visit_ask(client, "process");
    cr_assert_eq(process, (unsigned long)program.pid, "process %lu serves, not the server's (%ld)",
                 process, (long)program.pid);
    return visit_ask(client, "thread");
}

/* The same for a new client, which stays. Nobody else is waiting: who loses a race serves this one. */
static int dial_and_ask(unsigned long *thread)
{
    int client = dial(&program);
    *thread = thread_that_serves(client);
    return client;
}

Test(model, a_child_process_serves_each_client)
{
    unsigned long child[2];
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 2; i++) {
        int client = stay(&program, "process", &child[i]);
        cr_assert_neq(child[i], (unsigned long)program.pid, "the parent serves the client itself");
        if (process_status(getpid(), "PPid") != -1)
            cr_assert_eq(process_status((pid_t)child[i], "PPid"), program.pid,
                         "process %lu serves, which is no child of the server", child[i]);
        close(client);
    }
    cr_assert_neq(child[0], child[1], "one process has served two clients");
    program_end(&program);
}

Test(model, a_thread_of_its_own_serves_each_client)
{
    unsigned long thread[2];
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 2; i++)
        close(dial_and_ask(&thread[i]));
    cr_assert_neq(thread[0], thread[1], "one thread has served two clients");
    program_end(&program);
}

Test(model, as_many_workers_as_asked_for_serve_and_no_other_thread)
{
    program_start(&program, program_under_test(), WORDS("--workers", "2"));
    expect_threads(3, "before the first client");
    unsigned long one, other;
    int clients[2];
    clients[0] = dial_and_ask(&one);
    clients[1] = dial_and_ask(&other);
    cr_assert_neq(one, other, "two clients at once are served by one thread");
    cr_assert(one != (unsigned long)program.pid && other != (unsigned long)program.pid,
              "the main thread serves a client");
    expect_threads(3, "with two clients");
    close(clients[0]);
    close(clients[1]);
    program_end(&program);
}

Test(model, one_thread_serves_two_clients_at_once)
{
    program_start(&program, program_under_test(), NULL);
    unsigned long one, other;
    int clients[2];
    clients[0] = dial_and_ask(&one);
    clients[1] = dial_and_ask(&other);
    cr_assert_eq(one, other, "each client is served by a thread of its own");
    cr_assert_eq(thread_that_serves(clients[0]), one, "the first client's thread has changed");
    expect_threads(1, "with two clients");
    close(clients[0]);
    close(clients[1]);
    program_end(&program);
}

Test(model, workers_serve_more_clients_at_once_than_they_are)
{
    enum { CLIENTS = 5 };
    int clients[CLIENTS];
    program_start(&program, program_under_test(), WORDS("--workers", "2"));
    expect_threads(3, "before the first client");
    for (int i = 0; i < CLIENTS; i++) {
        unsigned long thread;
        clients[i] = dial_and_ask(&thread);
        cr_assert_neq(thread, (unsigned long)program.pid, "the loop serves a client itself");
    }
    thread_that_serves(clients[0]); /* is still served */
    expect_threads(3, "with five clients");
    for (int i = 0; i < CLIENTS; i++)
        close(clients[i]);
    program_end(&program);
}
