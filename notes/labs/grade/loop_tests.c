/* loop_tests.c - for lab 5: what an event loop must remember, and what it must not do. */
#include "visits.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

TestSuite(lab05, .timeout = 20);

static struct program program;

Test(lab05, a_client_is_served)
{
    program_start(&program, program_under_test(), NULL);
    visit(&program);
    program_end(&program);
}

Test(lab05, a_request_in_two_pieces_is_put_together)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    int slow = dial(&program);
    cr_assert(say(slow, "GET /hello HT"));
    visit(&program); /* when this is answered, the server has received the first piece, too */
    cr_assert(say(slow, "TP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(slow, &reply, false);
    cr_expect_eq(reply.status, 200, "status %d", reply.status);
    reply_free(&reply);
    close(slow);
    program_end(&program);
}

Test(lab05, a_reply_larger_than_the_kernel_s_buffer_arrives_whole)
{
    program_start(&program, program_under_test(), NULL);
    int client = visit_big(&program);
    visit_big_end(client);
    close(client);
    program_end(&program);
}

Test(lab05, the_deadline_of_a_silent_client_is_kept_while_others_are_busy)
{
    struct pollfd ended = {.events = POLLIN};
    char nothing[8];
    program_start(&program, program_under_test(), WORDS("--timeout", "0.5"));
    ended.fd = dial(&program);
    int64_t began = milliseconds();
    while (poll(&ended, 1, 20) == 0 && milliseconds() - began < 4000)
        visit(&program);
    cr_expect_lt(milliseconds() - began, 2500, "after %ld ms it was still there",
                 (long)(milliseconds() - began));
    if (poll(&ended, 1, 0) == 1)
        cr_expect_eq(hear_all(ended.fd, nothing, sizeof nothing, NULL), 0);
    close(ended.fd);
    program_end(&program);
}

Test(lab05, it_does_not_spin_when_nobody_is_there)
{
    program_start(&program, program_under_test(), NULL);
    visit(&program);
    expect_rest(&program, "without a client");
    program_end(&program);
}

/* How long this client's connection has lasted when the server closes it, in milliseconds. */
static long lasts(int client, int64_t since)
{
    char nothing[256];
    hear_all(client, nothing, sizeof nothing, NULL);
    close(client);
    return (long)(milliseconds() - since);
}

static void expect_about_a_second(long ms, const char *which)
{
    cr_expect(ms >= 900 && ms < 1550, "with --timeout 1 the %s was cut after %ld ms", which, ms);
}

Test(lab05, each_of_several_silent_clients_is_cut_at_its_own_deadline)
{
    program_start(&program, program_under_test(), WORDS("--timeout", "1"));
    int64_t began = milliseconds();
    int first = dial(&program), second = dial(&program);
    poll(NULL, 0, 500);
    int64_t later = milliseconds();
    int third = dial(&program);
    expect_about_a_second(lasts(first, began), "first of two silent clients");
    expect_about_a_second(lasts(second, began), "second of two silent clients");
    expect_about_a_second(lasts(third, later), "client that came half a second later");
    program_end(&program);
}

/* The deadlines of two clients move behind that of a third one between them: the earliest must be found anew. */
Test(lab05, a_deadline_that_has_moved_does_not_hide_the_next_one)
{
    program_start(&program, program_under_test(), WORDS("--timeout", "1"));
    int busy = dial(&program);
    poll(NULL, 0, 100);
    int64_t began = milliseconds();
    int silent = dial(&program);
    poll(NULL, 0, 100);
    int other = dial(&program);
    poll(NULL, 0, 700);
    visit_ask(busy, "process");
    visit_ask(other, "process");
    expect_about_a_second(lasts(silent, began), "silent client");
    close(busy);
    close(other);
    program_end(&program);
}

/* After an answer that ends the conversation the server waits for the client's end: CLIENT_LINGERING. */
Test(lab05, a_client_that_leaves_after_its_last_answer_is_let_go_at_once)
{
    char answer[4096];
    program_start(&program, program_under_test(), WORDS("--timeout", "30"));
    int client = dial(&program);
    cr_assert(say(client, "NONSENSE\r\n\r\nand bytes that nobody reads"));
    hear_all(client, answer, sizeof answer, NULL);
    close(client);
    int64_t left = milliseconds();
    wait_until(serves_one_client, &program, "the client is no longer counted");
    cr_expect_lt(milliseconds() - left, 1000, "it was let go %ld ms after it had left",
                 (long)(milliseconds() - left));
    program_end(&program);
}
