/* load_frozen_test.c - bench/load --rate with servers that stop for a while: what must be in the
 * percentiles can be worked out on paper. */
#include "load_program.h"

#include "common/socket/clock.h"

TestSuite(load_frozen, .timeout = 40);

static struct rogue rogue;
static struct outcome outcome;

static double figure(const char *name)
{
    return csv_figure(outcome.output, name);
}

/* -- frozen half of the time -------------------------------------------------------------------- */

#define SPELL (11 * NANOSECONDS / 10)

static int64_t start;

static void sleep_if_frozen(void)
{
    int64_t passed = clock_now() - start;
    if (passed / SPELL % 2 == 1)
        poll(NULL, 0, (int)((SPELL - passed % SPELL) / MILLISECOND) + 1);
}

static void *serve_and_freeze(void *argument)
{
    int client = *(int *)argument;
    char request[1024];
    free(argument);
    while (rogue_read_request(client, request)) {
        sleep_if_frozen();
        if (send(client, KEPT, strlen(KEPT), 0) == -1)
            break; /* it has been waiting too long, and is gone */
    }
    close(client);
    return NULL;
}

/* Each client is served by a thread of its own, but while the server is frozen none is. */
static void give_to_thread(struct rogue *self, int client, int number)
{
    pthread_t thread;
    int *copy = malloc(sizeof *copy);
    (void)self, (void)number;
    *copy = dup(client);
    cr_assert(pthread_create(&thread, NULL, serve_and_freeze, copy) == 0);
    pthread_detach(thread);
}

/* 400 requests in four seconds. The slowest hundredth are those that were due at the beginning of a
 * frozen spell. */
static void expect_shown(const char *timeout)
{
    double least = atof(timeout) < 1 ? atof(timeout) : 1;
    start = clock_now();
    rogue_start(&rogue, "http", "/hello", give_to_thread);
    load_measure(&outcome,
                 ARGUMENTS("--csv", "-r", "100", "-d", "4", "-n", "0", "-T", timeout, rogue.url));
    expect_balance(outcome.output);
    cr_assert(eq(dbl, figure("due"), 400), "%s", outcome.output);
    cr_assert(figure("p99_us") >= least * 1e6, "-T %s: %s", timeout, outcome.output);
    double cut = figure("timed_out") + figure("unfinished") + figure("overdue");
    cr_assert(eq(dbl, figure("at_least"), cut), "%s", outcome.output);
    cr_assert(eq(dbl, figure("latencies"), figure("good") + cut), "%s", outcome.output);
    if (least < 1)
        cr_assert(figure("p99_us") >= figure("at_least_from_us") && cut > 0, "%s", outcome.output);
}

Test(load_frozen, half_of_the_time_is_in_p99_with_a_timeout_of_200_ms)
{
    expect_shown("0.2");
}

Test(load_frozen, half_of_the_time_is_in_p99_with_a_timeout_of_700_ms)
{
    expect_shown("0.7");
}

Test(load_frozen, half_of_the_time_is_in_p99_with_a_timeout_of_2_s)
{
    expect_shown("2");
}

Test(load_frozen, half_of_the_time_is_in_p99_with_a_timeout_of_10_s)
{
    expect_shown("10");
}

/* -- a stall of a known length ------------------------------------------------------------------ */

enum { STALLED = 100, RATE = 500, SECONDS = 2, DUE = RATE * SECONDS, TRIES = 5 };

static int64_t replied[DUE]; /* when the server gave its replies, by its own clock */
static atomic_int replies;

static void stall_once(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    while (replies < DUE && rogue_read_request(client, request)) {
        if (replies == STALLED)
            poll(NULL, 0, 1000);
        rogue_send(client, KEPT);
        replied[replies++] = clock_now();
    }
}

static int descending(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a < b) - (a > b);
}

/* p99 on paper, in microseconds. The request that meets the stall waits for all of it, and each that
 * is due after it 2 ms less than the one before. Ten requests of 1,000 exceed p99, so it is the stall
 * less 20 ms. A machine with other work has stalls of its own, so the paper starts from the server's
 * own clock: requests are due 2 ms apart, and the fastest reply took no time. */
static double work_out_p99(void)
{
    int64_t period = NANOSECONDS / RATE, first = INT64_MAX, waits[DUE];
    for (int i = 0; i < DUE; i++)
        first = replied[i] - i * period < first ? replied[i] - i * period : first;
    for (int i = 0; i < DUE; i++)
        waits[i] = replied[i] - i * period - first;
    qsort(waits, DUE, sizeof waits[0], descending);
    return (double)waits[DUE / 100] / 1e3;
}

/* Whether load agrees with the paper to 2 %. */
static bool agrees_on_p99(void)
{
    replies = 0;
    rogue_start(&rogue, "http", "/hello", stall_once);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "1", "-n", "0", "-w", "0", "-r", "500", "-d",
                                     "2", rogue.url));
    expect_balance(outcome.output);
    cr_assert(eq(dbl, figure("due"), DUE), "%s", outcome.output);
    if (replies < DUE) /* the last was due just before the end, and did not even begin */
        return false;
    double paper = work_out_p99(), found = figure("p99_us");
    cr_assert(paper >= 0.97e6, "the server did not stall: %g", paper);
    return found > 0.98 * paper && found < 1.02 * paper;
}

/* Several tries, because a processor that is taken away from load looks like a slower server. */
Test(load_frozen, p99_of_a_known_stall_is_what_it_is_on_paper)
{
    int tries = 0;
    while (tries < TRIES && !agrees_on_p99())
        tries++;
    cr_assert(tries < TRIES, "%g on paper: %s", work_out_p99(), outcome.output);
}
