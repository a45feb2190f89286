/* ends_tests.c - for every lab with a server: its end. In the tests of other promises the end costs nothing (program_end);
 * what they note of it is lost here (run.sh). */
#include "visits.h"

#include <criterion/criterion.h>
#include <signal.h>

TestSuite(ends, .timeout = 30);

Test(ends, sigterm_ends_it_with_exit_status_0)
{
    struct program program;
    struct outcome outcome;
    /* lab 8 does not start without a directory, the others do not mind one */
    program_start(&program, program_under_test(), WORDS("--root", "common/testing/contract"));
    program_stop(&program, SIGTERM, &outcome);
    cr_assert_eq(outcome.exit_status, 0, "exit status %d after SIGTERM: %s", outcome.exit_status,
                 outcome.errors);
}
