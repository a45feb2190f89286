/* poll_tests.c - lab 6: an event loop with poll(), and 5,000 idle clients. */
#include "visits.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

TestSuite(poll, .timeout = 60);

static const char whoami[] = "GET /whoami HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
static struct program program;

static void need_descriptors(rlim_t wanted)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted;
        if (limit.rlim_max < wanted || setrlimit(RLIMIT_NOFILE, &limit) == -1)
            cr_skip_test("the limit of descriptors (ulimit -Hn) is below %lu",
                         (unsigned long)wanted);
    }
}

Test(poll, one_process_and_one_thread_serve_a_hundred_clients_at_once)
{
    enum { CLIENTS = 100 };
    static const char request[] = "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n";
    int clients[CLIENTS];
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = dial(&program);
    for (const char *byte = request; *byte != '\0'; byte++)
        for (int i = 0; i < CLIENTS; i++)
            cr_assert(say_bytes(clients[i], byte, 1), "client %d was closed in mid-request", i);
    for (int i = CLIENTS - 1; i >= 0; i--) {
        hear_reply(clients[i], &reply, false);
        cr_assert_eq(reply.status, 200, "client %d: sent GET /whoami byte by byte; status %d", i,
                     reply.status);
        cr_assert_eq(reply_number(&reply, "process"), (unsigned long)program.pid);
        reply_free(&reply);
    }
    if (process_status(program.pid, "Threads") != -1)
        cr_expect_eq(process_status(program.pid, "Threads"), 1, "expected one thread");
    for (int i = 0; i < CLIENTS; i++)
        close(clients[i]);
    program_end(&program);
}

Test(poll, five_thousand_idle_clients_are_held_and_others_served)
{
    enum { IDLE = 5000, AT_ONCE = 500 };
    static int idle[IDLE];
    struct reply reply;
    need_descriptors(IDLE + 64);
    program_start(&program, program_under_test(), WORDS("--timeout", "60"));
    for (int i = 0; i < IDLE; i++) {
        idle[i] = dial(&program);
        if (i % AT_ONCE ==
            0) /* an answer: so none waits in the kernel's queue, which can overflow */
            visit(&program);
    }
    get(&program, "/stats", &reply);
    cr_assert_eq(reply.status, 200, "GET /stats among %d idle clients: status %d", IDLE,
                 reply.status);
    cr_expect_eq(reply_number(&reply, "clients"), IDLE + 1,
                 "%lu clients at once; expected %d idle ones and this one",
                 reply_number(&reply, "clients"), IDLE);
    reply_free(&reply);
    for (int i = 0; i < IDLE; i += 100) { /* still served, and not only accepted */
        cr_assert(say(idle[i], whoami), "idle client %d was closed", i);
        hear_reply(idle[i], &reply, false);
        cr_assert_eq(reply.status, 200, "idle client %d asks at last: status %d", i, reply.status);
        reply_free(&reply);
    }
    for (int i = 0; i < IDLE; i++)
        close(idle[i]);
    program_end(&program);
}

Test(poll, it_does_not_spin_while_clients_are_idle)
{
    program_start(&program, program_under_test(), NULL);
    int silent = dial(&program), idle = visit_big(&program);
    visit_big_end(idle);
    expect_rest(&program, "With two idle clients");
    close(silent);
    close(idle);
    program_end(&program);
}

Test(poll, it_does_not_spin_while_a_client_sends_but_does_not_read)
{
    program_start(&program, program_under_test(), NULL);
    int deaf = visit_big(&program);
    cr_assert(say(deaf, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    expect_rest(&program, "With a client that sends and does not read");
    close(deaf);
    program_end(&program);
}

Test(poll, it_does_not_spin_while_clients_wait_at_the_limit)
{
    program_start(&program, program_under_test(), WORDS("--max-clients", "1"));
    int one = dial(&program), two = dial(&program);
    expect_rest(&program, "With --max-clients 1 and a second client waiting");
    close(one);
    visit_ask(two, "process"); /* it did not wait for a struct, either: the second is served now */
    close(two);
    program_end(&program);
}

Test(poll, a_client_is_served_at_once_among_silent_and_deaf_ones)
{
    int silent[20], deaf[20];
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 20; i++) {
        silent[i] = dial(&program);
        deaf[i] = visit_big(&program);
    }
    int64_t before = milliseconds();
    visit(&program);
    cr_expect_lt(milliseconds() - before, 2000, "GET /hello took %ld ms among slow clients",
                 (long)(milliseconds() - before));
    for (int i = 0; i < 20; i++) {
        close(silent[i]);
        close(deaf[i]);
    }
    program_end(&program);
}

Test(poll, a_silent_client_is_cut_at_its_deadline_and_only_then)
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

Test(poll, whoever_leaves_in_the_midst_disturbs_nobody)
{
    enum { CLIENTS = 60 };
    int clients[CLIENTS];
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = dial(&program);
        cr_assert(say_bytes(clients[i], whoami, sizeof whoami / 2));
    }
    visit(&program); /* when this is answered, the server has accepted all of them */
    for (int i = 0; i < CLIENTS; i += 3)
        reset(clients[i]);
    for (int i = 1; i < CLIENTS; i += 3)
        close(clients[i]);
    visit(&program);
    for (int i = 2; i < CLIENTS; i += 3) {
        cr_assert(say(clients[i], whoami + sizeof whoami / 2), "client %d was closed", i);
        hear_reply(clients[i], &reply, false);
        cr_assert_eq(reply.status, 200, "client %d, whose neighbours left: status %d", i,
                     reply.status);
        cr_expect_eq(reply_number(&reply, "connection"), (unsigned long)i + 1,
                     "client %d was answered as connection %lu", i,
                     reply_number(&reply, "connection"));
        reply_free(&reply);
        close(clients[i]);
    }
    program_end(&program);
}

Test(poll, sigterm_finishes_the_reply_in_progress)
{
    struct outcome outcome;
    program_start(&program, program_under_test(), NULL);
    int slow = visit_big(&program), idle = dial(&program);
    kill(program.pid, SIGTERM);
    visit_big_end(slow);
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0, "exit status %d after SIGTERM", outcome.exit_status);
    close(slow);
    close(idle);
}
