/* queue_tests.c - for lab 4: what the workers do while there is nothing to do. */
#include "visits.h"

#include <criterion/criterion.h>
#include <unistd.h>

TestSuite(lab04, .timeout = 20);

static struct program program;

Test(lab04, workers_without_a_client_use_no_cpu)
{
    program_start(&program, program_under_test(), NULL);
    visit(&program);
    expect_rest(&program, "without a client");
    program_end(&program);
}

Test(lab04, a_worker_serves_one_client_after_the_other)
{
    program_start(&program, program_under_test(), WORDS("--workers", "1", "--queue", "1"));
    for (int i = 0; i < 20; i++)
        visit(&program);
    program_end(&program);
}

Test(lab04, a_client_that_was_served_is_closed)
{
    char answer[1024];
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 20; i++) {
        int client = dial(&program);
        cr_assert(say(client, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        cr_assert_gt(hear_all(client, answer, sizeof answer, NULL), 0, "client %d got nothing",
                     i + 1);
        close(client);
    }
    program_end(&program);
}

Test(lab04, more_clients_than_there_are_structs_are_served_one_after_the_other)
{
    program_start(&program, program_under_test(), WORDS("--workers", "2", "--queue", "2"));
    for (int i = 0; i < 50;
         i++) /* there are five structs: each must be given back and used again */
        visit(&program);
    program_end(&program);
}
