/* load_open_test.c - bench/load --rate: requests that come at their own times, whatever the server
 * does meanwhile. */
#include "load_program.h"

TestSuite(load_open, .timeout = 30);

static struct rogue rogue;
static struct outcome outcome;

static double figure(const char *name)
{
    return csv_figure(outcome.output, name);
}

static void expect_between(const char *name, double least, double most)
{
    double value = figure(name);
    cr_assert(value >= least && value <= most, "%s is %g: %s", name, value, outcome.output);
}

enum { STALL = 200, HIDDEN = 50, SHOWN = 100 }; /* milliseconds */

/* One request of each connection takes STALL milliseconds, and the others nearly nothing. */
static void stall_once(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    for (int i = 1; rogue_read_request(client, request); i++) {
        if (i == 20)
            poll(NULL, 0, STALL);
        rogue_send(client, KEPT);
    }
}

Test(load_open, a_stall_that_a_closed_loop_hides_is_in_the_figures)
{
    rogue_start(&rogue, "http", "/hello", stall_once);
    load_measure(&outcome,
                 ARGUMENTS("--csv", "-c", "1", "-n", "0", "-w", "0", "-d", "1", rogue.url));
    cr_assert(figure("max_us") >= 0.95 * STALL * 1000, "no stall: %s", outcome.output);
    cr_assert(figure("p99_us") < HIDDEN * 1000, "not hidden: %s", outcome.output);

    load_measure(&outcome, ARGUMENTS("--csv", "-c", "1", "-n", "0", "-w", "0", "-d", "1", "-r",
                                     "500", rogue.url));
    cr_assert(figure("p99_us") >= SHOWN * 1000, "not shown: %s", outcome.output);
    cr_assert(eq(dbl, figure("failures"), 0), "%s", outcome.output);
}

/* Replies to one request: each has a connection of its own. */
static void behave(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    if (rogue_read_request(client, request))
        rogue_send(client, LAST);
}

/* All that were due were made, and that is `count` of them. */
static void expect_all(double count)
{
    expect_between("requests", 0.9 * count, count + 1);
    cr_assert(eq(dbl, figure("overdue"), 0), "%s", outcome.output);
    cr_assert(eq(dbl, figure("failures"), 0), "%s", outcome.output);
}

Test(load_open, a_server_that_can_is_asked_as_often_as_was_said)
{
    rogue_start(&rogue, "http", "/hello", behave);
    load_measure(&outcome, ARGUMENTS("--csv", "-w", "0", "-d", "1", "--rate", "50", rogue.url));
    expect_all(50);
    cr_assert(eq(dbl, figure("rate"), 50), "%s", outcome.output);
}

Test(load_open, the_rate_is_that_of_all_threads_together)
{
    rogue_start(&rogue, "http", "/hello", behave);
    load_measure(&outcome, ARGUMENTS("--csv", "-w", "0", "-d", "1", "-r", "50", "-t", "3", "-c",
                                     "7", rogue.url));
    expect_between("due", 49, 51); /* how many are answered depends on the machine */
}

Test(load_open, requests_for_which_no_connection_is_free_are_overdue)
{
    rogue_start(&rogue, "http", "/hello", NULL); /* only the kernel connects them: no accept */
    load_run(&outcome,
             ARGUMENTS("--csv", "-w", "0", "-d", "0.4", "-r", "100", "-c", "2", rogue.url));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    expect_between("overdue", 30, 40); /* of some 40, two have begun */
    cr_assert(eq(dbl, figure("unfinished"), 2), "%s", outcome.output);
    expect_balance(outcome.output);
    cr_assert(eq(dbl, figure("requests"), 0), "%s", outcome.output);
    cr_assert(eq(dbl, figure("failures"), 0), "%s", outcome.output);
}

static void die(struct rogue *self, int client, int number)
{
    close(self->listener);
    behave(self, client, number);
}

Test(load_open, requests_are_overdue_also_when_the_server_has_died)
{
    rogue_start(&rogue, "http", "/hello", die);
    load_measure(&outcome,
                 ARGUMENTS("--csv", "-w", "0", "-d", "0.5", "-r", "200", "-c", "2", rogue.url));
    cr_assert(figure("overdue") > 0 && figure("refused") > 0, "%s", outcome.output);
    expect_balance(outcome.output);
    rogue_start(&rogue, "http", "/hello", die);
    load_measure(&outcome, ARGUMENTS("-w", "0", "-d", "0.5", "-r", "200", "-c", "2", rogue.url));
    cr_assert(strstr(outcome.output, "or paused after it was refused") != NULL, "%s",
              outcome.output);
}

/* Can do 50 a second at the most. */
static void take_20_milliseconds(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    while (rogue_read_request(client, request)) {
        poll(NULL, 0, 20);
        rogue_send(client, KEPT);
    }
}

/* The two clients are served all the time; it is requests that wait for a connection. */
Test(load_open, by_littles_law_the_requests_are_named_that_had_no_reply)
{
    rogue_start(&rogue, "http", "/hello", take_20_milliseconds);
    load_measure(&outcome,
                 ARGUMENTS("-c", "2", "-n", "1", "-w", "0", "-d", "0.5", "-r", "200", rogue.url));
    const char *words = strstr(outcome.output, " requests waited and had no reply: ");
    cr_assert(words != NULL && strstr(words, " overdue, ") != NULL, "%s", outcome.output);
    cr_assert(strstr(outcome.output, "clients waited") == NULL, "%s", outcome.output);
}

Test(load_open, latency_counts_from_when_a_request_was_due)
{
    rogue_start(&rogue, "http", "/hello", take_20_milliseconds);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "1", "-n", "0", "-w", "0", "-d", "1", "-r",
                                     "100", rogue.url));
    /* The queue grows: the 20th request is due after 190 ms, and replied to after 400. */
    cr_assert(figure("p50_us") >= 100e3, "%s", outcome.output);
    cr_assert(figure("min_us") < 100e3, "%s", outcome.output);
}

/* Says nothing of an end, and then ends the connection. */
static void close_when_idle(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    if (rogue_read_request(client, request))
        rogue_send(client, KEPT);
}

Test(load_open, a_server_that_closes_between_two_requests_has_not_failed)
{
    rogue_start(&rogue, "http", "/hello", close_when_idle);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "1", "-n", "0", "-w", "0", "-d", "0.75", "-r",
                                     "10", rogue.url));
    cr_assert(eq(dbl, figure("failures"), 0), "%s", outcome.output);
    expect_between("requests", 7, 8);
    cr_assert(ge(int, rogue.connections, 7), "each has a connection of its own");
}
