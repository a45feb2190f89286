/* echo_contract.c - the contract: --service echo. */
#include "peer.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(echo, .timeout = 20);

Test(echo, the_ready_line_names_the_service)
{
    struct program program;
    struct outcome outcome;
    char answer[64];
    program_start(&program, program_under_test(), WORDS("--service", "echo"));
    int descriptor = dial(&program);
    cr_assert(say(descriptor, "is there anybody?"));
    shutdown(descriptor, SHUT_WR);
    cr_expect_eq(hear_all(descriptor, answer, sizeof answer, NULL), 17);
    cr_expect_str_eq(answer, "is there anybody?");
    close(descriptor);
    program_stop(&program, SIGTERM, &outcome);
    cr_expect_eq(outcome.exit_status, 0);
}

Test(echo, a_megabyte_comes_back_unchanged)
{
    enum { SIZE = 1 << 20 };
    struct program program;
    char *sent = malloc(SIZE), *heard = malloc(SIZE + 1);
    cr_assert(sent != NULL && heard != NULL);
    for (unsigned i = 0; i < SIZE; i++)
        sent[i] = (char)(i * 2654435761u >> 23); /* every value, zeros too */
    program_start(&program, program_under_test(), WORDS("-s", "echo"));
    int descriptor = dial(&program);
    pid_t writer = fork(); /* send and receive at once, or all buffers fill up */
    if (writer == 0) {
        bool good = say_bytes(descriptor, sent, SIZE);
        shutdown(descriptor, SHUT_WR);
        _exit(!good);
    }
    cr_expect_eq(hear_all(descriptor, heard, SIZE + 1, NULL), SIZE);
    cr_expect_arr_eq(heard, sent, SIZE);
    waitpid(writer, NULL, 0);
    close(descriptor);
    free(sent);
    free(heard);
    program_end(&program);
}

Test(echo, a_silent_client_is_closed_at_its_deadline)
{
    struct program program;
    char answer[8];
    program_start(&program, program_under_test(), WORDS("-s", "echo", "-t", "0.2"));
    int64_t before = milliseconds();
    int descriptor = dial(&program);
    cr_expect_eq(hear_all(descriptor, answer, sizeof answer, NULL), 0);
    cr_expect_geq(milliseconds() - before, 190);
    cr_expect_lt(milliseconds() - before, 2000);
    close(descriptor);
    program_end(&program);
}
