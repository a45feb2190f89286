/* load_sums_test.c - whatever a server does, the figures of bench/load add up; and if they did not,
 * it would say so. */
#include "load_program.h"

#include "bench/generator/figures/ledger.h"
#include "bench/generator/figures/tally.h"

TestSuite(load_sums, .timeout = 30);

static struct rogue rogue;
static struct outcome outcome;

static double figure(const char *name)
{
    return csv_figure(outcome.output, name);
}

/* -- everything at once ------------------------------------------------------------------------- */

/* Each connection meets with something else. */
static void misbehave(struct rogue *self, int client, int number)
{
    struct linger abort = {.l_onoff = 1, .l_linger = 0};
    char request[1024];
    (void)self;
    for (int i = number; rogue_read_request(client, request); i++) {
        bool last = strstr(request, "Connection: close\r\n") != NULL;
        switch (i % 8) {
        case 1: setsockopt(client, SOL_SOCKET, SO_LINGER, &abort, sizeof abort); return;
        case 2: return;
        case 3: rogue_send(client, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"); break;
        case 4: rogue_send(client, "nonsense\r\n\r\n"); return;
        case 5: rogue_send(client, KEPT "!"); break;
        case 6: cr_assert(dup(client) != -1); return; /* it stays open */
        default: rogue_send(client, last ? LAST : KEPT); break;
        }
        if (last)
            return;
    }
}

static void expect_balance_of(const char *const options[])
{
    const char *arguments[24] = {"--csv", "-c", "7", "-T", "0.15", "-d", "0.7", NULL};
    int count = 7;
    rogue_start(&rogue, "http", "/hello", misbehave);
    for (; *options != NULL; options++)
        arguments[count++] = *options;
    arguments[count++] = rogue.url;
    arguments[count] = NULL;
    load_run(&outcome, arguments);
    cr_assert(eq(str, outcome.errors, ""));
    expect_balance(outcome.output);
    cr_assert(figure("failures") > 0 && figure("requests") > 0, "%s", outcome.output);
}

Test(load_sums, whatever_a_server_does_the_figures_of_a_closed_loop_add_up)
{
    expect_balance_of(ARGUMENTS("-w", "0"));
    expect_balance_of(ARGUMENTS("-n", "0", "--warm-up-limit", "0.3"));
    expect_balance_of(ARGUMENTS("-n", "3", "-t", "3", "--slow", "2", "--drip", "20"));
    expect_balance_of(ARGUMENTS("-n", "2", "-t", "2", "--rounds", "20"));
}

Test(load_sums, whatever_a_server_does_the_figures_of_an_open_loop_add_up)
{
    expect_balance_of(ARGUMENTS("-r", "300"));
    expect_balance_of(ARGUMENTS("-r", "300", "-n", "0", "-t", "3", "-w", "0"));
    expect_balance_of(ARGUMENTS("-r", "50", "-n", "3", "-t", "2", "--slow", "2", "--drip", "20"));
}

/* -- what --help says of a closed loop ---------------------------------------------------------- */

static uint64_t count_wait(bool served, int64_t waited, int64_t longest)
{
    struct figures figures = {.due = 1};
    struct connection connection = {.served = served, .waited = waited};
    tally_wait(&connection, &figures, longest);
    cr_assert(eq(u64, figures.latency.cut, figures.latency.count), "it is a lower bound");
    return figures.latency.count;
}

Test(load_sums, a_request_that_still_waits_counts_if_it_waited_longest_or_its_client_is_unserved)
{
    cr_assert(eq(u64, count_wait(true, 5, 10), 0));
    cr_assert(eq(u64, count_wait(true, 11, 10), 1));
    cr_assert(eq(u64, count_wait(false, 5, 10), 1));
}

/* -- the program's own mistakes ----------------------------------------------------------------- */

Test(load_sums, clients_and_requests_that_do_not_add_up_are_found)
{
    char why[256];
    struct client_record clients[3] = {{.fate = FATE_SERVED}, {.fate = FATE_FAILED_ONLY}};
    struct ledger ledger = ledger_count(clients, 3, false); /* the third was never recorded */
    cr_assert(not(ledger_clients_add_up(&ledger, 3, why, sizeof why)));
    cr_assert(strstr(why, "1 served + 0 unserved + 1 with failures only are not 3") != NULL, "%s",
              why);
    clients[2].fate = FATE_UNSERVED;
    ledger = ledger_count(clients, 3, false);
    cr_assert(ledger_clients_add_up(&ledger, 3, why, sizeof why));

    struct figures figures = {.due = 10, .good = 4, .unfinished = 2, .overdue = 1};
    for (int i = 0; i < 3; i++) {
        cr_assert(not(ledger_requests_add_up(&figures, why, sizeof why)), "%d", i);
        figures.failures[i == 0   ? FAILURE_RESET
                         : i == 1 ? FAILURE_WRONG_BYTES
                                  : FAILURE_TIMED_OUT]++;
    }
    cr_assert(ledger_requests_add_up(&figures, why, sizeof why));
    figures.good++;
    cr_assert(not(ledger_requests_add_up(&figures, why, sizeof why)));
    cr_assert(strstr(why, "are not the 10 requests that were due") != NULL, "%s", why);
}
