/* ledger_test.c - the figures of results.csv are held against each other: the sums of the ledger, and Little's law. */
#include "bench/generator/test/load_program.h"

TestSuite(ledger, .timeout = 60);

static char command[4096], text[16384];

static int run(const char *words)
{
    snprintf(command, sizeof command, "{ %s; } 2>&1", words);
    FILE *output = popen(command, "r");
    cr_assert(ne(ptr, output, NULL));
    size_t size = fread(text, 1, sizeof text - 1, output);
    text[size] = '\0';
    int status = pclose(output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* 8 clients for half a second, all served: 4,000 requests of a millisecond each, and one still under way for each client.
 * Each field of `changes`, "NAME=VALUE NAME=VALUE", takes the place of one of these. */
static int check(const char *changes)
{
    char words[2048];
    snprintf(
        words, sizeof words,
        "awk -v changes='%s' 'BEGIN { count = split(\"connections=8 rate= slow=0 duration_s=0.5 "
        "served=8 unserved=0 failed_only=0 slow_served=0 slow_unserved=0 slow_failed_only=0 "
        "due=4008 good=4000 wrong=0 failed=0 timed_out=0 unfinished=8 overdue=0 failures=0 "
        "under_way=8 outside=0 little=8 latencies=4000 at_least=0 min_us=100 p50_us=900 "
        "p90_us=1100 p99_us=2000 "
        "p999_us=2500 max_us=3000 mean_us=1000 requests=4000 requests_per_s=8000 load_busy=0.5 \" "
        "changes, field, \" \"); for (i = 1; i <= count; i++) { split(field[i], part, \"=\"); "
        "if (!(part[1] in value)) { head = head \",\" part[1]; name[++n] = part[1] } "
        "value[part[1]] = part[2] } print \"experiment,server,x,repeat\" head; "
        "row = \"e,05-select,8,1\"; for (i = 1; i <= n; i++) row = row \",\" value[name[i]]; "
        "print row }' | awk -f bench/report/ledger.awk",
        changes);
    return run(words);
}

static void expect(const char *words)
{
    cr_expect(ne(ptr, strstr(text, words), NULL), "'%s' is not in:\n%s", words, text);
}

Test(ledger, what_adds_up_passes)
{
    cr_expect(eq(int, check(""), 0), "%s", text);
    expect("in all 1 measurements, and hold exactly");
    expect("row\te\t1\t1\t0\t0\t0\t0");
}

Test(ledger, a_client_in_no_column_is_found)
{
    cr_expect(eq(int, check("served=7"), 1));
    expect(
        "line 2: served, unserved and failed-only clients are not all of them: e, 05-select, x 8");
}

Test(ledger, a_slow_client_in_no_column_is_found)
{
    cr_expect(eq(int, check("slow=4 slow_served=2 slow_unserved=1"), 1));
    expect("slow clients are not all of them");
}

Test(ledger, a_request_in_no_column_is_found)
{
    cr_expect(eq(int, check("good=3999"), 1));
    expect("the requests that were due are not all in one column");
}

Test(ledger, failures_of_no_kind_are_found)
{
    cr_expect(eq(int, check("failures=3"), 1));
    expect("the kinds of failure are not all failures");
}

Test(ledger, an_open_loop_has_no_clients_to_count)
{
    cr_expect(eq(int, check("rate=8000 served= unserved= failed_only= outside="), 0), "%s", text);
}

Test(ledger, time_that_is_neither_in_a_request_nor_outside_is_found)
{
    cr_expect(eq(int, check("outside=0.5"), 1));
    expect("clients with a request and clients without one are not all clients");
}

Test(ledger, unserved_clients_explain_what_no_reply_tells)
{
    cr_expect(eq(int, check("served=1 unserved=7 little=1"), 0), "%s", text);
    expect("row\te\t1\t0\t1\t0\t0\t0");
}

Test(ledger, a_difference_that_nothing_explains_is_an_error)
{
    cr_expect(eq(int, check("little=7"), 1));
    expect("Little's law does not hold, and nothing says why: 7 by the replies, 8 measured");
    expect("row\te\t1\t0\t0\t0\t0\t1");
}

Test(ledger, a_long_request_explains_no_more_than_it_can)
{
    cr_expect(eq(int, check("little=7 max_us=100000"), 0), "%s", text);
    expect("row\te\t1\t0\t0\t0\t1\t0");
    cr_expect(eq(int, check("little=4 max_us=100000"), 1), "%s", text);
}

/* In 3 ms 24 of 8,000 requests a second are due: before the measured time they can have waited 24 x 3 ms of its 500 ms. */
Test(ledger, requests_due_before_the_measured_time_explain_no_more_than_they_waited)
{
    const char *const open_loop = "rate=8000 connections=512 served= unserved= failed_only= "
                                  "outside= under_way=1 unfinished=0 due=4000";
    char changes[256];
    snprintf(changes, sizeof changes, "%s little=1.15", open_loop);
    cr_expect(eq(int, check(changes), 0), "%s", text);
    expect("row\te\t1\t0\t0\t0\t1\t0");
    snprintf(changes, sizeof changes, "%s little=1.2", open_loop);
    cr_expect(eq(int, check(changes), 1), "%s", text);
}

/* Each request without a reply is under way for at most the whole time: it can hide one, not four. */
Test(ledger, one_failure_does_not_explain_what_four_clients_do)
{
    const char *const one = "good=3999 failed=1 failures=1 requests=3999 requests_per_s=7998 ";
    char changes[256];
    snprintf(changes, sizeof changes, "%s little=7", one);
    cr_expect(eq(int, check(changes), 0), "%s", text);
    snprintf(changes, sizeof changes, "%s little=4 unfinished=8", one);
    cr_expect(eq(int, check(changes), 0), "8 unfinished ones explain four: %s", text);
    snprintf(changes, sizeof changes, "%s little=4 unfinished=0 due=4000", one);
    cr_expect(eq(int, check(changes), 1), "%s", text);
}

Test(ledger, figures_that_cannot_be_are_found)
{
    cr_expect(eq(int, check("requests_per_s=7000"), 1));
    expect("the requests are not those of a second");
    cr_expect(eq(int, check("requests=3900 requests_per_s=7800"), 1));
    expect("the replies that were counted are not the good ones");
    cr_expect(eq(int, check("p99_us=4000"), 1));
    expect("a percentile is greater than the next");
    cr_expect(eq(int, check("at_least=4001"), 1));
    expect("more lower bounds than latencies");
    cr_expect(eq(int, check("latencies=4009"), 1));
    expect("more latencies than requests");
    cr_expect(eq(int, check("load_busy=1.96"), 1));
    expect("a thread of the load ran longer");
}

/* Whether the sample of a complete run keeps its own books. */
Test(ledger, the_sample_adds_up)
{
    int status = run("awk -f bench/report/ledger.awk bench/sample/results.csv");
    cr_expect(eq(int, status, 0), "%s", text);
}
