/* load_census_test.c - bench/load --server: how many processes and threads the server has, and how
 * much memory. */
#include "load_program.h"

TestSuite(load_census, .timeout = 20);

static struct outcome outcome;

/* Known where the system has a /proc; nothing is said elsewhere. */
static void expect_census(const char *name, double least, double most)
{
    double value = csv_figure(outcome.output, name);
#ifdef __linux__
    cr_assert(value >= least && value <= most, "%s is %g: %s", name, value, outcome.output);
#else
    (void)least, (void)most;
    cr_assert(eq(dbl, value, -1), "%s: %s", name, outcome.output);
#endif
}

Test(load_census, a_server_of_one_thread_has_one_process_and_one_thread)
{
    char command[600], path[512];
    snprintf(command, sizeof command, "%s -p 0", path_of("05-select/server", path));
    load_run(&outcome, ARGUMENTS("--csv", "-d", "0.2", "-i", "5", "-S", command));
    expect_census("server_processes", 1, 1);
    expect_census("server_threads", 1, 1);
    expect_census("server_pss_kib", 1, 1e6);
}

Test(load_census, the_report_says_when_it_counted)
{
#ifdef __linux__
    char command[600], path[512];
    snprintf(command, sizeof command, "%s -p 0", path_of("05-select/server", path));
    load_measure(&outcome, ARGUMENTS("-d", "0.2", "-n", "0", "-S", command));
    cr_assert(strstr(outcome.output, "1 thread at the end") != NULL, "%s", outcome.output);
    load_measure(&outcome, ARGUMENTS("-d", "0.2", "-n", "1", "-S", command));
    cr_assert(strstr(outcome.output, "1 thread in mid-course") != NULL, "%s", outcome.output);
#endif
}

Test(load_census, a_thread_for_each_client_is_counted_as_one)
{
    char command[600], path[512];
    snprintf(command, sizeof command, "%s -p 0", path_of("03-thread-per-conn/server", path));
    load_run(&outcome, ARGUMENTS("--csv", "-d", "0.2", "-i", "5", "-c", "1", "-S", command));
    expect_census("server_processes", 1, 1);
    expect_census("server_threads", 1 + 5, 1 + 5 + 2); /* a client's last may still be ending */
}

Test(load_census, a_process_for_each_client_is_counted_as_one)
{
    char command[600], path[512];
    snprintf(command, sizeof command, "%s -p 0", path_of("02-fork/server", path));
    load_run(&outcome, ARGUMENTS("--csv", "-d", "0.2", "-i", "5", "-c", "1", "-S", command));
    expect_census("server_processes", 1 + 5, 1 + 5 + 2);
}
