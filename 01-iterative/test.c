/* test.c - what the iterative model promises: one client at a time, and no more. */
#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <unistd.h>

TestSuite(iterative, .timeout = 20);

Test(iterative, a_second_client_is_served_when_the_first_has_left_and_not_before)
{
    struct program program;
    struct reply reply;
    program_start(&program, program_of_stage("01-iterative"), NULL);
    int first = dial(&program);
    cr_assert(say(first, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(first, &reply, false); /* the server serves this client, which stays */
    reply_free(&reply);
    int second = dial(&program); /* the kernel connects it; the server has not accepted it */
    cr_assert(say(second, "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n"));
    cr_expect_not(answers_within(second, 300), "the second client was served beside the first");
    close(first);
    hear_reply(second, &reply, false);
    cr_expect_eq(reply_number(&reply, "connection"), 2);
    reply_free(&reply);
    close(second);
    program_end(&program);
}

Test(iterative, a_silent_client_holds_up_the_next_until_its_deadline)
{
    struct program program;
    struct reply reply;
    program_start(&program, program_of_stage("01-iterative"), WORDS("--timeout", "0.5"));
    int64_t before = milliseconds();
    int silent = dial(&program);
    get(&program, "/hello", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_geq(milliseconds() - before, 490);
    cr_expect_lt(milliseconds() - before, 2000);
    reply_free(&reply);
    close(silent);
    program_end(&program);
}

Test(iterative, one_process_and_one_thread_serve_everybody)
{
    struct program program;
    struct reply reply;
    program_start(&program, program_of_stage("01-iterative"), NULL);
    for (int i = 0; i < 3; i++) {
        get(&program, "/whoami", &reply);
        cr_expect_eq(reply_number(&reply, "process"), (unsigned long)program.pid);
        reply_free(&reply);
    }
    if (process_status(program.pid, "Threads") != -1)
        cr_expect_eq(process_status(program.pid, "Threads"), 1);
    program_end(&program);
}

/* A browser keeps six connections; ten seconds for each of them would be a minute. */
Test(iterative, an_idle_client_gives_way_to_one_that_waits)
{
    expect_the_idle_to_give_way("01-iterative", WORDS("--timeout", "20"));
}
