/* load_crowd_test.c - bench/load: who is there beside the load (--idle, --slow), and how many
 * rounds each client makes (--rounds). */
#include "load_program.h"

#include "common/socket/clock.h"

TestSuite(load_crowd, .timeout = 30);

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

/* Replies until the client says that it was the connection's last request. */
static void behave(struct rogue *self, int client, int number)
{
    char request[1024] = "";
    (void)self, (void)number;
    while (strstr(request, "Connection: close\r\n") == NULL && rogue_read_request(client, request))
        rogue_send(client, strstr(request, "Connection: close\r\n") == NULL ? KEPT : LAST);
}

/* -- idle clients ---------------------------------------------------------------------------- */

enum { IDLE = 5, HUNG_UP = 2 };

static int held[IDLE];

/* The first IDLE connections stay open (a second descriptor does that), and the server does not read them. */
static void hold_the_first(struct rogue *self, int client, int number)
{
    if (number <= IDLE)
        held[number - 1] = dup(client);
    else
        behave(self, client, number);
}

Test(load_crowd, idle_clients_come_first_and_never_say_a_word)
{
    char byte;
    rogue_start(&rogue, "http", "/hello", hold_the_first);
    load_measure(&outcome, ARGUMENTS("--csv", "--idle", "5", "-c", "1", "--rounds", "3", "-d", "10",
                                     rogue.url));
    cr_assert(eq(int, rogue.connections, IDLE + 3));
    expect_figure("requests", 3);
    for (int i = 0; i < IDLE; i++) /* load has ended: an end, and nothing before it */
        cr_assert(eq(int, (int)recv(held[i], &byte, 1, 0), 0), "idle client %d", i + 1);
    expect_figure("idle", IDLE);
    expect_figure("idle_closed", 0);
}

static void hang_up_on_two(struct rogue *self, int client, int number)
{
    if (number > HUNG_UP)
        hold_the_first(self, client, number);
}

Test(load_crowd, idle_clients_on_whom_the_server_hangs_up_are_counted)
{
    rogue_start(&rogue, "http", "/hello", hang_up_on_two);
    load_measure(&outcome, ARGUMENTS("--csv", "--idle", "5", "-c", "1", "--rounds", "3", "-d", "10",
                                     rogue.url));
    expect_figure("idle_closed", HUNG_UP);
    expect_figure("requests", 3);
    expect_figure("failures", 0);
}

Test(load_crowd, idle_clients_that_cannot_all_connect_are_said_and_exit_with_1)
{
    rogue_start(&rogue, "http", "/hello", NULL); /* its queue has room for 64, or some more */
    load_run(&outcome, ARGUMENTS("--csv", "-i", "200", "-T", "0.3", rogue.url));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, "of 200 idle clients only") != NULL, "%s", outcome.errors);
    cr_assert(eq(str, outcome.output, ""));
}

/* -- slow clients ---------------------------------------------------------------------------- */

static atomic_int pieces, span; /* of the request that took longest; span in milliseconds */

static void measure_the_drops(struct rogue *self, int client, int number)
{
    char request[1024] = "";
    size_t length = 0;
    int count = 0, took;
    int64_t first = 0, last = 0;
    (void)self, (void)number;
    while (strstr(request, "\r\n\r\n") == NULL) {
        ssize_t received = recv(client, request + length, sizeof request - 1 - length, 0);
        if (received <= 0)
            return;
        last = clock_now();
        first = count++ == 0 ? last : first;
        length += (size_t)received;
        request[length] = '\0';
    }
    took = (int)((last - first) / MILLISECOND);
    if (took > span) {
        span = took;
        pieces = count;
    }
    rogue_send(client, LAST);
}

Test(load_crowd, a_slow_clients_request_comes_drop_by_drop)
{
    rogue_start(&rogue, "http", "/hello", measure_the_drops);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "0", "--slow", "1", "--drip", "300", "--rounds",
                                     "2", "-d", "10", rogue.url));
    cr_assert(ge(int, span, 150), "milliseconds from the first byte to the last");
    cr_assert(ge(int, pieces, 5));
}

Test(load_crowd, a_slow_clients_drops_can_be_few)
{
    rogue_start(&rogue, "http", "/hello", measure_the_drops);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "0", "--slow", "1", "--drip", "300", "--drops",
                                     "3", "--rounds", "2", "-d", "10", rogue.url));
    cr_assert(ge(int, span, 150), "milliseconds from the first drop to the last");
    cr_assert(pieces == 2 || pieces == 3, "%d pieces: drops can arrive together", pieces);
}

Test(load_crowd, without_other_clients_the_slow_ones_are_all_there_is)
{
    rogue_start(&rogue, "http", "/hello", behave);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "0", "--slow", "2", "--drip", "100", "--rounds",
                                     "2", "-d", "10", rogue.url));
    expect_figure("slow_requests", 4);
    expect_figure("slow_failures", 0);
    expect_figure("requests", 0);
    expect_figure("p50_us", -1);
    cr_assert(figure("slow_p50_us") >= 90e3, "%s", outcome.output);
}

Test(load_crowd, slow_clients_are_not_in_the_latencies_of_the_others)
{
    char command[600], path[512];
    snprintf(command, sizeof command, "%s -p 0", path_of("05-select/server", path));
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "2", "--slow", "2", "--drip", "500", "-w", "0",
                                     "-d", "1.3", "-S", command));
    expect_figure("slow", 2);
    cr_assert(figure("slow_requests") >= 2, "%s", outcome.output);
    cr_assert(figure("slow_p50_us") >= 450e3, "%s", outcome.output);
    cr_assert(figure("requests") > figure("slow_requests"), "%s", outcome.output);
    cr_assert(figure("max_us") < 400e3, "%s", outcome.output);
}

Test(load_crowd, a_slow_client_that_is_never_answered_is_unserved_apart_from_the_others)
{
    rogue_start(&rogue, "http", "/hello", NULL);
    load_run(&outcome, ARGUMENTS("--csv", "-c", "2", "--slow", "3", "--drip", "50", "-w", "0", "-d",
                                 "0.4", rogue.url));
    expect_figure("slow_unserved", 3);
    expect_figure("unserved", 2);
}

/* -- rounds ---------------------------------------------------------------------------------- */

/* So many connections were made, and so many requests, and then load has not waited for the time to
 * be up. */
static void expect_rounds(int connections, double requests)
{
    cr_assert(eq(int, rogue.connections, connections), "%s", outcome.output);
    expect_figure("requests", requests);
    expect_figure("failures", 0);
    cr_assert(figure("duration_s") < 10, "%s", outcome.output);
}

Test(load_crowd, each_client_makes_its_rounds_and_then_it_is_over)
{
    rogue_start(&rogue, "http", "/hello", behave);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "3", "--rounds", "2", "-d", "10", rogue.url));
    expect_rounds(6, 6);
}

Test(load_crowd, a_round_is_a_connection_with_all_its_requests)
{
    rogue_start(&rogue, "http", "/hello", behave);
    load_measure(&outcome,
                 ARGUMENTS("--csv", "-c", "3", "--rounds", "2", "-n", "4", "-d", "10", rogue.url));
    expect_rounds(6, 24);
}

Test(load_crowd, threads_share_the_clients_out_and_none_is_lost)
{
    rogue_start(&rogue, "http", "/hello", behave);
    load_measure(&outcome,
                 ARGUMENTS("--csv", "-c", "3", "-t", "2", "--rounds", "2", "-d", "10", rogue.url));
    expect_rounds(6, 6);
}

Test(load_crowd, threads_share_the_slow_clients_out_too)
{
    rogue_start(&rogue, "http", "/hello", behave);
    load_measure(&outcome, ARGUMENTS("--csv", "-c", "1", "--slow", "1", "--drip", "50", "-t", "2",
                                     "--rounds", "2", "-d", "10", rogue.url));
    expect_rounds(4, 2);
    expect_figure("slow_requests", 2);
}
