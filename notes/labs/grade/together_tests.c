/* together_tests.c - lab 12: a loop that watches, and workers that serve. */
#include "visits.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

TestSuite(together, .timeout = 60);

static struct program program;

/* A client that asks for work of so many milliseconds, and waits. */
static int ask_for_work(int ms)
{
    char request[128];
    int client = dial(&program);
    snprintf(request, sizeof request,
             "GET /sleep/%d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", ms);
    cr_assert(say(client, request));
    return client;
}

static void expect_answer(int client, const char *what)
{
    struct reply reply;
    hear_reply(client, &reply, false);
    cr_expect_eq(reply.status, 200, "%s: status %d; expected 200", what, reply.status);
    reply_free(&reply);
    close(client);
}

static void expect_quick_visit(const char *when)
{
    int64_t before = milliseconds();
    visit(&program);
    cr_expect_lt(milliseconds() - before, 800, "%s GET /hello took %ld ms", when,
                 (long)(milliseconds() - before));
}

Test(together, the_workers_are_there_from_the_start)
{
    program_start(&program, program_under_test(), WORDS("--workers", "5"));
    if (process_status(program.pid, "Threads") == -1)
        cr_skip_test("this system has no /proc to look into");
    cr_expect_eq(process_status(program.pid, "Threads"), 6,
                 "five workers and the loop; there are %ld",
                 process_status(program.pid, "Threads"));
    program_end(&program);
}

Test(together, slow_work_holds_up_nobody_while_a_worker_is_free)
{
    program_start(&program, program_under_test(), WORDS("--workers", "2"));
    int busy = ask_for_work(2000);
    poll(NULL, 0, 100); /* the loop has handed it over */
    expect_quick_visit("While one of two workers sleeps,");
    expect_answer(busy, "GET /sleep/2000");
    program_end(&program);
}

Test(together, slow_work_is_done_n_at_a_time)
{
    enum { CLIENTS = 6, MS = 300 };
    int clients[CLIENTS];
    program_start(&program, program_under_test(), WORDS("--workers", "3"));
    int64_t before = milliseconds();
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = ask_for_work(MS);
    for (int i = 0; i < CLIENTS; i++)
        expect_answer(clients[i], "GET /sleep/300");
    int64_t took = milliseconds() - before;
    cr_expect_geq(took, 2 * MS, "six times 300 ms took %ld ms: more than three at a time",
                  (long)took);
    cr_expect_lt(took, 5 * MS, "six times 300 ms, by three workers, took %ld ms", (long)took);
    program_end(&program);
}

Test(together, slow_and_silent_clients_take_no_worker)
{
    enum { CLIENTS = 40 };
    int slow[CLIENTS], silent[CLIENTS];
    program_start(&program, program_under_test(), WORDS("--workers", "1"));
    for (int i = 0; i < CLIENTS; i++) {
        silent[i] = dial(&program);
        slow[i] = dial(&program);
        cr_assert(say(slow[i], "GET /hello HT"));
    }
    expect_quick_visit("With 40 silent clients, 40 slow ones and one worker,");
    for (int i = 0; i < CLIENTS; i++) {
        cr_assert(say(slow[i], "TP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        expect_answer(slow[i], "a request in two parts");
        close(silent[i]);
    }
    program_end(&program);
}

Test(together, a_client_is_with_one_worker_at_a_time)
{
    struct reply reply;
    program_start(&program, program_under_test(), WORDS("--workers", "8"));
    int client = dial(&program);
    /* While the first of these is worked at, more comes in. */
    cr_assert(say(client, "GET /sleep/300 HTTP/1.1\r\nHost: a\r\n\r\n"));
    for (int i = 0; i < 5; i++) {
        poll(NULL, 0, 30);
        cr_assert(say(client, "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
    hear_reply(client, &reply, false);
    cr_expect_eq(reply.status, 200, "GET /sleep/300: status %d", reply.status);
    reply_free(&reply);
    for (unsigned long i = 2; i <= 6; i++) {
        hear_reply(client, &reply, false);
        cr_expect_eq(reply_number(&reply, "request"), i,
                     "request %lu on this connection came as %lu", i,
                     reply_number(&reply, "request"));
        reply_free(&reply);
    }
    close(client);
    program_end(&program);
}

Test(together, the_loop_sleeps_while_a_worker_works)
{
    program_start(&program, program_under_test(), NULL);
    int busy = ask_for_work(2000), silent = dial(&program);
    expect_rest(&program, "With one client silent and one whose work takes two seconds");
    expect_answer(busy, "GET /sleep/2000");
    close(silent);
    program_end(&program);
}

Test(together, slow_work_may_take_longer_than_the_timeout)
{
    program_start(&program, program_under_test(), WORDS("--timeout", "0.5", "--workers", "1"));
    int first = ask_for_work(1200), second = ask_for_work(10);
    expect_answer(first, "GET /sleep/1200 with --timeout 0.5");
    expect_answer(second, "the next one, which waited for the worker");
    program_end(&program);
}

Test(together, a_silent_client_is_cut_at_its_deadline_and_only_then)
{
    char nothing[512];
    program_start(&program, program_under_test(), WORDS("--timeout", "0.5"));
    int silent = dial(&program);
    int64_t before = milliseconds();
    hear_all(silent, nothing, sizeof nothing, NULL);
    int64_t took = milliseconds() - before;
    cr_expect(took >= 450 && took < 3000,
              "--timeout 0.5, and not a byte sent: closed after %ld ms; expected 500", (long)took);
    close(silent);
    program_end(&program);
}

Test(together, sigterm_finishes_the_work_in_progress)
{
    struct outcome outcome;
    program_start(&program, program_under_test(), NULL);
    int busy = ask_for_work(800), idle = dial(&program), big = visit_big(&program);
    poll(NULL, 0, 200);
    kill(program.pid, SIGTERM);
    expect_answer(busy, "GET /sleep/800, and SIGTERM after 200 ms");
    visit_big_end(big);
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0, "exit status %d; expected 0", outcome.exit_status);
    close(idle);
    close(big);
}
