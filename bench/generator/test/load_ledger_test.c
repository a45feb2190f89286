/* load_ledger_test.c - bench/load: every client and every request is in exactly one column, whatever
 * the server does. */
#include "load_program.h"

TestSuite(load_ledger, .timeout = 30);

enum { CLIENTS = 5, IGNORED = 2 };

static struct rogue rogue;
static struct outcome outcome;

static double figure(const char *name)
{
    return csv_figure(outcome.output, name);
}

static void expect_figure(const char *name, double value)
{
    cr_assert(eq(dbl, figure(name), value), "%s: %s", name, outcome.output);
}

/* Five clients, a connection per request; the warm-up is over after 0.1 s, or 0.5 s if some have
 * had no reply. */
static void run(const char *form, const char *seconds, const char *timeout)
{
    load_measure(&outcome, ARGUMENTS(form, "-c", "5", "-w", "0.1", "--warm-up-limit", "0.5", "-d",
                                     seconds, "-T", timeout, rogue.url));
    if (strcmp(form, "--csv") == 0)
        expect_balance(outcome.output);
}

static void behave(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    if (rogue_read_request(client, request))
        rogue_send(client, LAST);
}

/* The connection stays open, and the server does not read from it. */
static void hold(int client)
{
    cr_assert(dup(client) != -1);
}

/* -- clients that are never served -------------------------------------------------------------- */

static void ignore_some(struct rogue *self, int client, int number)
{
    if (number > 1 && number <= 1 + IGNORED)
        hold(client);
    else
        behave(self, client, number);
}

Test(load_ledger, clients_that_are_never_served_are_counted_exactly)
{
    rogue_start(&rogue, "http", "/hello", ignore_some);
    run("--csv", "0.5", "10");
    expect_figure("unserved", IGNORED);
    expect_figure("served", CLIENTS - IGNORED);
    expect_figure("failed_only", 0);
    expect_figure("no_reply_at_start", IGNORED);
    cr_assert(figure("warm_up_s") >= 0.5, "they were waited for: %s", outcome.output);
}

Test(load_ledger, clients_that_are_never_served_are_named)
{
    rogue_start(&rogue, "http", "/hello", ignore_some);
    run("-t1", "0.5", "10");
    cr_assert(strstr(outcome.output, "3 served, 2 unserved, 0 with failures only") != NULL, "%s",
              outcome.output);
    cr_assert(strstr(outcome.output, "unserved      clients 2-3: no reply in the measured time") !=
                  NULL,
              "%s", outcome.output);
    cr_assert(strstr(outcome.output, "nor in the 0.5") != NULL, "%s", outcome.output);
}

Test(load_ledger, who_waits_longer_than_the_measured_time_is_in_the_percentiles_as_at_least)
{
    rogue_start(&rogue, "http", "/hello", ignore_some);
    run("--csv", "0.5", "10");
    /* A served client may be waiting, too, longer than any reply took: on a machine that stands still. */
    cr_assert(figure("at_least") >= IGNORED && figure("at_least") <= CLIENTS, "%s", outcome.output);
    cr_assert(figure("max_us") >= 0.9e6, "from the first moment on: %s", outcome.output);
    cr_assert(figure("at_least_from_us") > 0.98 * figure("max_us"), "%s", outcome.output);
    cr_assert(figure("p50_us") < figure("at_least_from_us"), "%s", outcome.output);
    rogue_start(&rogue, "http", "/hello", ignore_some);
    run("-t1", "0.5", "10");
    cr_assert(strstr(outcome.output, "maximum     at least ") != NULL, "%s", outcome.output);
    cr_assert(strstr(outcome.output, "Careful: by Little's law") != NULL, "%s", outcome.output);
    cr_assert(strstr(outcome.output,
                     "2 clients waited and had no reply, so the replies do not show them") != NULL,
              "%s", outcome.output);
}

/* -- clients that are served once, or late ------------------------------------------------------ */

static void serve_each_once(struct rogue *self, int client, int number)
{
    if (number > CLIENTS)
        hold(client);
    else
        behave(self, client, number);
}

Test(load_ledger, a_server_that_serves_each_once_and_then_stops_leaves_all_unserved)
{
    rogue_start(&rogue, "http", "/hello", serve_each_once);
    load_run(&outcome, ARGUMENTS("--csv", "-c", "5", "-w", "0.1", "-d", "0.5", rogue.url));
    expect_balance(outcome.output);
    expect_figure("unserved", CLIENTS);
    expect_figure("no_reply_at_start", 0);
    expect_figure("requests", 0);
    expect_figure("at_least", CLIENTS);
    cr_assert(figure("warm_up_s") < 0.5, "all had a reply: %s", outcome.output);
    cr_assert(figure("p50_us") >= 0.5e6, "longer than the measured time: %s", outcome.output);
}

static void accept_late(struct rogue *self, int client, int number)
{
    if (number == 1)
        poll(NULL, 0, 900);
    behave(self, client, number);
}

Test(load_ledger, clients_that_are_accepted_late_are_served_and_said_to_be_late)
{
    rogue_start(&rogue, "http", "/hello", accept_late);
    run("--csv", "1.5", "10");
    expect_figure("served", CLIENTS);
    expect_figure("unserved", 0);
    expect_figure("no_reply_at_start", CLIENTS);
    cr_assert(figure("max_us") >= 0.8e6, "%s", outcome.output);
}

Test(load_ledger, measuring_begins_when_every_client_has_had_its_first_reply)
{
    rogue_start(&rogue, "http", "/hello", accept_late);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "5", "-w", "0.1", "--warm-up-limit", "9", "-d",
                                     "0.3", rogue.url));
    expect_balance(outcome.output);
    cr_assert(figure("warm_up_s") >= 0.9 && figure("warm_up_s") < 9, "%s", outcome.output);
    cr_assert(figure("max_us") < 0.9e6, "the wait was before it: %s", outcome.output);
    expect_figure("no_reply_at_start", 0);
}

/* -- failures ----------------------------------------------------------------------------------- */

/* The first client is served for ever, and the others wait in the kernel's queue. */
static void serve_the_first(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    while (rogue_read_request(client, request))
        rogue_send(client, KEPT);
}

Test(load_ledger, a_client_that_has_only_failures_is_neither_served_nor_unserved)
{
    rogue_start(&rogue, "http", "/hello", serve_the_first);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "5", "-n", "0", "-w", "0", "-T", "0.3", "-d",
                                     "0.5", rogue.url));
    expect_balance(outcome.output);
    expect_figure("served", 1);
    expect_figure("failed_only", CLIENTS - 1);
    expect_figure("timed_out", CLIENTS - 1);
}

Test(load_ledger, by_littles_law_failures_are_named_if_they_are_what_is_missing)
{
    rogue_start(&rogue, "http", "/hello", serve_the_first);
    load_measure(&outcome,
                 ARGUMENTS("-c", "5", "-n", "0", "-w", "0", "-T", "0.3", "-d", "0.5", rogue.url));
    cr_assert(strstr(outcome.output, "4 failures are not among the replies") != NULL, "%s",
              outcome.output);
    cr_assert(strstr(outcome.output, "perhaps too short") == NULL, "%s", outcome.output);
}

Test(load_ledger, one_client_without_a_reply_is_not_called_clients)
{
    rogue_start(&rogue, "http", "/hello", serve_the_first);
    load_measure(&outcome, ARGUMENTS("-c", "2", "-n", "0", "-w", "0", "-d", "0.4", rogue.url));
    cr_assert(strstr(outcome.output, "\n1 client waited and had no reply, so the replies do not "
                                     "show it.\n") != NULL,
              "%s", outcome.output);
}

Test(load_ledger, a_timed_out_request_is_in_the_percentiles_with_its_timeout)
{
    rogue_start(&rogue, "http", "/hello", ignore_some);
    run("--csv", "1", "0.7"); /* which is over 0.2 s after measuring began */
    expect_figure("timed_out", IGNORED);
    expect_figure("at_least", IGNORED);
    expect_figure("max_us", 700e3);
    expect_figure("served", CLIENTS); /* by their next connections */
}
