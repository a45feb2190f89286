/* crowd_faults.c - more clients than the server has room for: they wait, and none is lost. */
#include "faults.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(crowd, .timeout = 60);

static struct program program;

enum { CROWD = 1300 }; /* more than an fd_set can hold */

Test(crowd, of_1300_at_once_is_served_to_the_last)
{
    need_descriptors(CROWD + 64);
    static int clients[CROWD];
    program_start(&program, program_under_test(), NULL);
    connect_all(&program, clients, CROWD);
    serve_all(clients, CROWD);
    expect_service(&program, 5000);
    program_end(&program);
}

/* Whether --help of the server under test names an option. */
static bool has_option(const char *option)
{
    struct outcome outcome;
    program_run(&outcome, program_under_test(), WORDS("--help"));
    return strstr(outcome.output, option) != NULL;
}

/* The server has a limit of 3; or 2 workers, a queue of 1, and one client that main holds; or one client at a
 * time. So it has at most four clients; the others are in the kernel's queue. */
Test(crowd, beyond_the_limit_waits_in_the_kernel_queue_and_is_served)
{
    enum { LIMIT = 4, COUNT = 60 };
    int clients[COUNT];
    if (has_option("--max-clients"))
        program_start(&program, program_under_test(), WORDS("--max-clients", "3"));
    else if (has_option("--workers"))
        program_start(&program, program_under_test(), WORDS("--workers", "2", "--queue", "1"));
    else
        program_start(&program, program_under_test(), NULL);
    long descriptors = process_descriptors(program.pid);
    connect_all(&program, clients, COUNT);
    pause_ms(200); /* it must do nothing, and there is no event for that */
    if (descriptors != -1)
        cr_expect_leq(process_descriptors(program.pid) - descriptors, LIMIT);
    cr_expect_leq(process_children(program.pid, false), LIMIT);
    serve_all(clients, COUNT);
    program_end(&program);
}

Test(crowd, finds_no_descriptor_below_FD_SETSIZE_left_and_is_served_or_told_why)
{
    struct outcome outcome;
    if (getenv("SANITIZED") != NULL)
        cr_skip_test("a sanitizer that finds no descriptor for its log does not end");
    need_descriptors(FD_SETSIZE + 100);
    program_circumstances = LOW_DESCRIPTORS_TAKEN;
    if (program_try(&program, program_under_test(), NULL)) {
        expect_service(&program, 5000);
        program_end(&program);
        return;
    }
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 1, "%d: %s", outcome.exit_status, outcome.errors);
    cr_expect_neq(strstr(outcome.errors, "Too many open files"), NULL, "%s", outcome.errors);
}

/* The server inherits descriptors that use up all but a few numbers below FD_SETSIZE. A client that would get a
 * greater number must wait, or the server would write past the end of select()'s fd_set. */
Test(crowd, that_would_need_descriptors_beyond_FD_SETSIZE_corrupts_nothing)
{
    need_descriptors(1024 + 300);
    int null = open("/dev/null", O_RDONLY), taken[1024], count = 0;
    do
        taken[count] = dup(null);
    while (taken[count++] < 1010);
    program_start(&program, program_under_test(), NULL);
    while (count > 0)
        close(taken[--count]);
    int clients[200];
    connect_all(&program, clients, 200);
    serve_all(clients, 200);
    program_end(&program);
}
