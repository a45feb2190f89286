/* prefork_tests.c - lab 7: a pool of processes on one listening socket. */
#include "visits.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

TestSuite(prefork, .timeout = 30);

static struct program program;

static long expected; /* processes */

static bool has_expected_children(void *unused)
{
    (void)unused;
    return process_children(program.pid, false) == expected;
}

static void expect_workers(long workers, const char *when)
{
    expected = workers;
    if (process_children(getpid(), false) == -1)
        cr_skip_test("this system has no /proc to look into");
    wait_until(has_expected_children, NULL, when);
    poll(NULL, 0, 100); /* the number may still be growing */
    cr_expect(has_expected_children(NULL), "%s: for a moment only", when);
}

static pid_t who_serves(int client)
{
    return (pid_t)visit_ask(client, "process");
}

Test(prefork, the_workers_are_there_before_the_first_client)
{
    program_start(&program, program_under_test(), WORDS("--workers", "5"));
    expect_workers(5, "--workers 5: five child processes, without any client");
    program_end(&program);
}

Test(prefork, as_many_clients_as_workers_are_served_at_once_by_as_many_processes)
{
    enum { WORKERS = 4 };
    int clients[WORKERS];
    pid_t served_by[WORKERS];
    program_start(&program, program_under_test(), WORDS("--workers", "4"));
    for (int i = 0; i < WORKERS; i++) {
        clients[i] = dial(&program);
        served_by[i] = who_serves(clients[i]);
        cr_expect_neq(served_by[i], program.pid, "the parent itself served client %d", i);
        for (int other = 0; other < i; other++)
            cr_expect_neq(served_by[i], served_by[other], "one process served %d and %d", i, other);
    }
    for (int i = 0; i < WORKERS; i++)
        close(clients[i]);
    program_end(&program);
}

Test(prefork, a_worker_serves_one_client_after_another)
{
    program_start(&program, program_under_test(), WORDS("--workers", "1"));
    int client = dial(&program);
    pid_t first = who_serves(client);
    close(client);
    for (int i = 0; i < 20; i++) {
        client = dial(&program);
        cr_assert_eq(who_serves(client), first,
                     "--workers 1: another process served client %d; was the worker replaced?",
                     i + 2);
        close(client);
    }
    program_end(&program);
}

Test(prefork, one_more_client_than_workers_waits_and_is_served)
{
    program_start(&program, program_under_test(), WORDS("--workers", "2"));
    int one = dial(&program), two = dial(&program), three = dial(&program);
    who_serves(one);
    who_serves(two);
    cr_assert(say(three, "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n"));
    struct pollfd answered = {.fd = three, .events = POLLIN};
    cr_expect_eq(poll(&answered, 1, 200), 0, "--workers 2 served a third client beside two");
    close(one);
    cr_expect_eq(poll(&answered, 1, 5000), 1, "the third was not served after the first had left");
    close(two);
    close(three);
    program_end(&program);
}

Test(prefork, a_killed_worker_is_replaced_and_the_others_go_on)
{
    program_start(&program, program_under_test(), WORDS("--workers", "3"));
    expect_workers(3, "--workers 3: three child processes");
    int client = dial(&program), neighbour = dial(&program);
    pid_t worker = who_serves(client), other = who_serves(neighbour);
    kill(worker, SIGKILL);
    char nothing[64];
    hear_all(client, nothing, sizeof nothing, NULL); /* the client sees the end at once */
    expect_workers(3, "a killed worker is replaced: three child processes again");
    cr_expect_eq(who_serves(neighbour), other);
    /* Two workers are free now; one of them replaces the killed one. */
    int more[2] = {dial(&program), dial(&program)};
    cr_expect_neq(who_serves(more[0]), who_serves(more[1]));
    close(client);
    close(neighbour);
    close(more[0]);
    close(more[1]);
    program_end(&program);
}

static bool has_no_zombie(void *unused)
{
    (void)unused;
    return process_children(program.pid, true) == 0;
}

Test(prefork, workers_killed_together_are_all_reaped_and_replaced)
{
    enum { WORKERS = 6 };
    pid_t workers[WORKERS];
    int clients[WORKERS];
    program_start(&program, program_under_test(), WORDS("--workers", "6"));
    expect_workers(WORKERS, "--workers 6: six child processes");
    for (int i = 0; i < WORKERS; i++) {
        clients[i] = dial(&program);
        workers[i] = who_serves(clients[i]);
    }
    kill(program.pid, SIGSTOP); /* so their ends cause only one signal */
    for (int i = 0; i < WORKERS; i++)
        kill(workers[i], SIGKILL);
    for (int i = 0; i < WORKERS; i++) {
        char nothing[64];
        hear_all(clients[i], nothing, sizeof nothing, NULL);
        close(clients[i]);
    }
    kill(program.pid, SIGCONT);
    wait_until(has_no_zombie, NULL, "six workers killed at once are reaped: no zombie is left");
    expect_workers(WORKERS, "six workers killed at once are replaced by six");
    program_end(&program);
}

Test(prefork, the_parent_sleeps_while_there_is_nothing_to_do)
{
    program_start(&program, program_under_test(), WORDS("--workers", "3"));
    expect_workers(3, "--workers 3: three child processes");
    expect_rest(&program, "without a client");
    program_end(&program);
}

Test(prefork, sigterm_ends_every_worker_and_finishes_the_reply_in_progress)
{
    struct outcome outcome;
    program_start(&program, program_under_test(), WORDS("--workers", "4"));
    int slow = visit_big(&program), idle = dial(&program);
    pid_t worker = who_serves(idle);
    kill(program.pid, SIGTERM);
    wait_until(is_refused, &program, "SIGTERM: the listening socket is closed at once");
    struct pollfd ended = {.fd = program.report, .events = POLLIN};
    cr_expect_eq(poll(&ended, 1, 200), 0, "the parent ended while a worker was in mid-reply");
    visit_big_end(slow);
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0, "exit status %d after SIGTERM", outcome.exit_status);
    cr_expect_eq(kill(worker, 0), -1, "worker %ld is still there, without its parent",
                 (long)worker);
    close(slow);
    close(idle);
}
