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
    visit_nobody(&program, "without a client");
    program_end(&program);
}
