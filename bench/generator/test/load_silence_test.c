/* load_silence_test.c - what bench/load says of servers that do not answer, or are not there. */
#include "load_program.h"

TestSuite(load_silence, .timeout = 30);

static struct rogue rogue;
static struct outcome outcome;

static double figure(const char *name)
{
    return csv_figure(outcome.output, name);
}

/* Runs load with one connection, and expects good replies and so many failures of one kind. */
static void expect_only(const char *kind, double least, double most, const char *seconds)
{
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "1", "-w", "0", "-d", seconds, "--timeout",
                                     "0.7", rogue.url));
    double count = figure(kind);
    cr_assert(count >= least && count <= most, "%s is %g: %s", kind, count, outcome.output);
    cr_assert(eq(dbl, figure("failures"), count), "others than %s: %s", kind, outcome.output);
    cr_assert(figure("requests") > 0, "%s", outcome.output);
    expect_balance(outcome.output);
}

static void behave(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    if (rogue_read_request(client, request))
        rogue_send(client, LAST);
}

static void be_silent(struct rogue *self, int client, int number)
{
    char request[1024];
    if (number > 1)
        behave(self, client, number);
    else
        while (rogue_read_request(client, request)) /* until load has enough of it */
            ;
}

Test(load_silence, silence_beyond_the_timeout_is_counted_as_timed_out)
{
    rogue_start(&rogue, "http", "/hello", be_silent);
    /* The timeout is far longer than any reply can take, and far shorter than the run. */
    expect_only("timed_out", 1, 1, "1.6");
}

static void never_close(struct rogue *self, int client, int number)
{
    char request[1024];
    behave(self, client, number);
    while (number == 1 && rogue_read_request(client, request))
        ;
}

Test(load_silence, a_server_that_does_not_close_after_the_last_reply_is_counted_as_timed_out)
{
    rogue_start(&rogue, "http", "/hello", never_close);
    /* The timeout is far longer than any reply can take, and far shorter than the run. */
    expect_only("timed_out", 1, 1, "1.6");
}

static void stop_listening(struct rogue *self, int client, int number)
{
    close(self->listener); /* before the reply: load's next connection comes after it */
    behave(self, client, number);
}

Test(load_silence, a_server_that_has_gone_is_counted_as_refused)
{
    rogue_start(&rogue, "http", "/hello", stop_listening);
    expect_only("refused", 1, 99, "0.3"); /* it is not asked again without a pause */
    cr_assert(eq(dbl, figure("requests"), 1));
}

static void be_always_busy(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    if (rogue_read_request(client, request))
        rogue_send(client, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

Test(load_silence, a_run_in_which_no_request_succeeded_says_so_and_exits_with_1)
{
    rogue_start(&rogue, "http", "/hello", be_always_busy);
    load_run(&outcome, ARGUMENTS("--csv", "-w", "0", "-d", "0.2", rogue.url));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, "no request succeeded") != NULL, "%s", outcome.errors);
    cr_assert(figure("wrong_status") > 0, "and the figures are there: %s", outcome.output);
    load_run(&outcome, ARGUMENTS("--csv", "-w", "0", "-d", "0.2", "-r", "50", rogue.url));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    load_run(&outcome, ARGUMENTS("-c", "0", "--slow", "1", "--drip", "20", "-w", "0", "-d", "0.2",
                                 rogue.url));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
}

Test(load_silence, clients_that_are_never_answered_are_unserved)
{
    rogue_start(&rogue, "http", "/hello", NULL); /* only the kernel connects them: no accept */
    load_run(&outcome, ARGUMENTS("--csv", "-c", "3", "-t", "2", "-w", "0", "-d", "0.4", rogue.url));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, "no request succeeded: 0 failed, 3 had no reply") != NULL,
              "%s", outcome.errors);
    expect_balance(outcome.output);
    cr_assert(eq(dbl, figure("unserved"), 3), "%s", outcome.output);
    cr_assert(figure("requests") == 0 && figure("failures") == 0, "%s", outcome.output);
    cr_assert(eq(dbl, figure("at_least"), 3), "all are cut short: %s", outcome.output);
    cr_assert(figure("min_us") > 350e3, "they have waited so long: %s", outcome.output);
}

Test(load_silence, a_request_that_was_never_answered_has_no_cpu_time_in_the_report)
{
    rogue_start(&rogue, "http", "/hello", NULL);
    load_run(&outcome, ARGUMENTS("-c", "1", "-w", "0", "-d", "0.2", rogue.url));
    const char *words = strstr(outcome.output, "CPU time\n  load ");
    cr_assert(words != NULL && strstr(words, "us a request") == NULL, "%s", outcome.output);
}

Test(load_silence, without_a_server_it_says_so_and_exits_with_1)
{
    rogue_start(&rogue, "http", "/hello", NULL);
    close(rogue.listener);
    load_run(&outcome, ARGUMENTS(rogue.url));
    cr_assert(eq(int, outcome.status, 1));
    cr_assert(eq(str, outcome.output, ""));
    cr_assert(strstr(outcome.errors, rogue.url) != NULL, "%s", outcome.errors);
    cr_assert(eq(ptr, strchr(outcome.errors, '\n'), strrchr(outcome.errors, '\n')), "one line");
}
