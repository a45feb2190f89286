/* load_test.c - what bench/load says of servers that do this or that: each failure under its name.
 */
#include "load_program.h"

TestSuite(load, .timeout = 30);

enum { TIMES = 5 }; /* so often a server misbehaves before it behaves */

static struct rogue rogue;
static struct outcome outcome;

/* Runs load for a moment, with one connection, from the first request on. */
static void run(const char *requests, const char *seconds, const char *timeout)
{
    load_run(&outcome, ARGUMENTS("--csv", "-c", "1", "-w", "0", "-d", seconds, "-n", requests,
                                 "--timeout", timeout, rogue.url));
    cr_assert(eq(int, outcome.status, 0), "%s", outcome.errors);
}

static double figure(const char *name)
{
    return csv_figure(outcome.output, name);
}

/* So many failures of this kind, none of another, and good replies besides. */
static void expect_only(const char *kind, double count)
{
    cr_assert(eq(dbl, figure(kind), count), "%s: %s", kind, outcome.output);
    cr_assert(eq(dbl, figure("failures"), count), "others than %s: %s", kind, outcome.output);
    expect_balance(outcome.output);
    cr_assert(figure("requests") > 0, "%s", outcome.output);
}

/* Reads a request, and replies well, except on connections 2 to TIMES + 1. (The first reply is good, because
 * load compares the others with it.) */
static void reply_badly(int client, int number, const char *bad)
{
    char request[1024];
    if (rogue_read_request(client, request))
        rogue_send(client, number > 1 && number <= 1 + TIMES ? bad : LAST);
}

static void expect_of_bad_replies(void (*serve)(struct rogue *, int, int), const char *kind)
{
    rogue_start(&rogue, "http", "/hello", serve);
    run("1", "0.5", "10");
    expect_only(kind, TIMES);
}

static void behave(struct rogue *self, int client, int number)
{
    (void)self;
    reply_badly(client, number, LAST);
}

Test(load, a_good_server_has_no_failures)
{
    rogue_start(&rogue, "http", "/hello", behave);
    run("1", "0.2", "10");
    expect_only("reset", 0);
    /* The last of them can have come too late to be counted. */
    double uncounted = rogue.connections - figure("requests");
    cr_assert(uncounted == 0 || uncounted == 1, "%g of %d", uncounted, rogue.connections);
}

static void reset(struct rogue *self, int client, int number)
{
    struct linger abort = {.l_onoff = 1, .l_linger = 0};
    char request[1024];
    (void)self;
    if (number > TIMES) {
        behave(self, client, number);
    } else if (rogue_read_request(client, request)) {
        setsockopt(client, SOL_SOCKET, SO_LINGER, &abort, sizeof abort); /* close() resets now */
    }
}

Test(load, a_reset_is_counted_as_reset)
{
    rogue_start(&rogue, "http", "/hello", reset);
    run("1", "0.5", "10");
    expect_only("reset", TIMES);
}

static void stop_in_mid_reply(struct rogue *self, int client, int number)
{
    (void)self;
    reply_badly(client, number, HEAD "\r\nhello, w");
}

Test(load, an_end_in_mid_reply_is_counted_as_closed_early)
{
    expect_of_bad_replies(stop_in_mid_reply, "closed_early");
}

static void say_nothing(struct rogue *self, int client, int number)
{
    (void)self;
    reply_badly(client, number, "");
}

Test(load, an_end_without_a_reply_is_counted_as_closed_early)
{
    expect_of_bad_replies(say_nothing, "closed_early");
}

static void be_busy(struct rogue *self, int client, int number)
{
    (void)self;
    reply_badly(client, number,
                "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

Test(load, a_503_is_counted_as_a_wrong_status)
{
    expect_of_bad_replies(be_busy, "wrong_status");
}

static void say_too_much(struct rogue *self, int client, int number)
{
    (void)self;
    reply_badly(client, number, LAST "!");
}

Test(load, bytes_beyond_the_content_length_are_counted_as_a_wrong_length)
{
    expect_of_bad_replies(say_too_much, "wrong_length");
}

static void say_no_number(struct rogue *self, int client, int number)
{
    (void)self;
    reply_badly(client, number, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhello, world\n");
}

Test(load, an_unclear_content_length_is_counted_as_a_wrong_length)
{
    expect_of_bad_replies(say_no_number, "wrong_length");
}

static void change_a_byte(struct rogue *self, int client, int number)
{
    (void)self;
    reply_badly(client, number, HEAD "Connection: close\r\n\r\nhello, World\n");
}

Test(load, a_changed_byte_is_counted_as_wrong_bytes)
{
    expect_of_bad_replies(change_a_byte, "wrong_bytes");
}

static void be_bad_at_first(struct rogue *self, int client, int number)
{
    (void)self;
    reply_badly(client, number + 1, number == 1 ? "nonsense" : LAST);
}

Test(load, what_begins_in_the_warm_up_is_not_in_the_figures)
{
    rogue_start(&rogue, "http", "/hello", be_bad_at_first);
    load_run(&outcome, ARGUMENTS("--csv", "-c", "1", "-w", "0.3", "-d", "0.3", rogue.url));
    expect_only("wrong_status", 0);
    cr_assert(lt(dbl, figure("requests"), rogue.connections - 1));
}

/* Replies to three requests, the third of which has to be the connection's last. */
static void count_to_three(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    for (int i = 1; i <= 3 && rogue_read_request(client, request); i++) {
        bool last = strstr(request, "Connection: close\r\n") != NULL;
        rogue_send(client, last != (i == 3) ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                           : last           ? LAST
                                            : HEAD "\r\nhello, world\n");
    }
}

Test(load, n_requests_go_over_each_connection_and_the_last_asks_for_the_end)
{
    rogue_start(&rogue, "http", "/hello", count_to_three);
    run("3", "0.2", "10");
    expect_only("wrong_status", 0);
}

Test(load, a_persistent_connection_that_the_server_ends_is_made_anew)
{
    rogue_start(&rogue, "http", "/hello", behave); /* "Connection: close" in each reply */
    run("0", "0.2", "10");
    expect_only("closed_early", 0);
    cr_assert(figure("requests") > 1);
}

static void drip(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    if (!rogue_read_request(client, request))
        return;
    for (const char *byte = LAST; *byte != '\0'; byte++)
        if (send(client, byte, 1, 0) != 1)
            return; /* the time is up */
}

Test(load, a_reply_that_comes_byte_by_byte_is_a_good_reply)
{
    rogue_start(&rogue, "http", "/whoami", drip);
    run("1", "0.3", "10");
    expect_only("wrong_length", 0);
}

static void echo_badly(struct rogue *self, int client, int number)
{
    char bytes[4096];
    (void)self;
    for (ssize_t size; (size = recv(client, bytes, sizeof bytes, 0)) > 0;) {
        if (number <= TIMES)
            bytes[size - 1] ^= 1;
        if (send(client, bytes, (size_t)size, 0) != size)
            return;
    }
}

Test(load, an_echo_of_other_bytes_is_counted_as_wrong_bytes)
{
    rogue_start(&rogue, "echo", "/", echo_badly);
    run("1", "0.5", "10");
    expect_only("wrong_bytes", TIMES);
}
