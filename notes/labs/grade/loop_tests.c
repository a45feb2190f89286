/* loop_tests.c - for lab 5: what an event loop must remember, and what it must not do. */
#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

TestSuite(lab05, .timeout = 20);

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct program program;

Test(lab05, a_client_is_served)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    get(&program, "/hello", &reply);
    cr_expect_eq(reply.status, 200, "status %d", reply.status);
    reply_free(&reply);
    program_end(&program);
}

Test(lab05, a_request_in_two_pieces_is_put_together)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    int slow = dial(&program);
    cr_assert(say(slow, "GET /hello HT"));
    get(&program, "/hello", &reply); /* answered: so the first piece has been received, too */
    reply_free(&reply);
    cr_assert(say(slow, "TP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(slow, &reply, false);
    cr_expect_eq(reply.status, 200, "status %d", reply.status);
    reply_free(&reply);
    close(slow);
    program_end(&program);
}

Test(lab05, a_reply_larger_than_the_kernel_s_buffer_arrives_whole)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    get(&program, "/bytes/16777216", &reply);
    cr_expect_eq(reply.received, 16777216, "%zu of 16777216 bytes came", reply.received);
    reply_free(&reply);
    program_end(&program);
}

Test(lab05, the_deadline_of_a_silent_client_is_kept_while_others_are_busy)
{
    struct pollfd ended = {.events = POLLIN};
    struct reply reply;
    char nothing[8];
    program_start(&program, program_under_test(), WORDS("--timeout", "0.5"));
    ended.fd = dial(&program);
    int64_t began = milliseconds();
    while (poll(&ended, 1, 20) == 0 && milliseconds() - began < 4000) {
        get(&program, "/hello", &reply);
        cr_assert_eq(reply.status, 200, "status %d", reply.status);
        reply_free(&reply);
    }
    cr_expect_lt(milliseconds() - began, 2500, "after %ld ms it was still there",
                 (long)(milliseconds() - began));
    if (poll(&ended, 1, 0) == 1)
        cr_expect_eq(hear_all(ended.fd, nothing, sizeof nothing, NULL), 0);
    close(ended.fd);
    program_end(&program);
}

Test(lab05, it_does_not_spin_when_nobody_is_there)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    get(&program, "/hello", &reply);
    reply_free(&reply);
    long before = process_cpu_ms(program.pid);
    if (before == -1)
        cr_skip_test("this system has no /proc to look into");
    poll(NULL, 0, 500); /* it is to do nothing, for which there is no event */
    long used = process_cpu_ms(program.pid) - before;
    cr_expect_leq(used, 50, "%ld ms of CPU in half a second without a client", used);
    program_end(&program);
}
