/* report_ledger.c - the sums on the page: unserved clients, how the requests ended, and Little's law. */
#include "report.h"

#include "common/socket/clock.h"

#include <stdio.h>

#define NOTABLE 0.02 /* two figures that should be the same and differ by more are worth a word */

/* Whether a client is one of those that a sentence is about. */
typedef bool choice(const struct client_record *client);

static bool is_unserved(const struct client_record *client)
{
    return client->fate == FATE_UNSERVED;
}

static bool is_never_served(const struct client_record *client)
{
    return client->fate == FATE_UNSERVED && client->late;
}

static bool is_served_late(const struct client_record *client)
{
    return client->fate != FATE_UNSERVED && client->late;
}

/* Prints "client 3" or "clients 3-9, 12, 14-16", as the timeline numbers them. */
static void print_names(const struct results *results, bool slow, choice *is_chosen)
{
    unsigned count = results->client_count, shown = 0, end = 0;
    for (unsigned i = 0; i < count; i = end + 1) {
        const struct client_record *clients = results->clients;
        end = i;
        if (clients[i].slow != slow || !is_chosen(&clients[i]))
            continue;
        while (end + 1 < count && clients[end + 1].slow == slow && is_chosen(&clients[end + 1]))
            end++;
        if (shown++ > 0)
            printf(", ");
        if (shown > 8) { /* a line is enough; --timeline has them all */
            printf("...");
            return;
        }
        printf(i == end ? "%u" : "%u-%u", i + 1, end + 1);
    }
}

static unsigned count_of(const struct results *results, bool slow, choice *is_chosen)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < results->client_count; i++)
        sum += results->clients[i].slow == slow && is_chosen(&results->clients[i]);
    return sum;
}

static void print_who(const struct results *results, bool slow, choice *is_chosen)
{
    unsigned count = count_of(results, slow, is_chosen);
    printf("client%s ", count == 1 ? "" : "s");
    print_names(results, slow, is_chosen);
}

void report_print_clients(const struct results *results, bool slow)
{
    const struct ledger *ledger = slow ? &results->slow_ledger : &results->ledger;
    const unsigned *fates = ledger->fates;
    double warm_up = (double)results->warm_up / NANOSECONDS;
    unsigned unserved = fates[FATE_UNSERVED];
    unsigned never = count_of(results, slow, is_never_served);

    printf("clients       %u served, %u unserved, %u with failures only\n", fates[FATE_SERVED],
           unserved, fates[FATE_FAILED_ONLY]);
    if (unserved > 0) {
        printf("unserved      ");
        print_who(results, slow, is_unserved);
        printf(": no reply in the measured time");
        if (never == unserved && warm_up > 0)
            printf(",\n              nor in the %.3g s before it", warm_up);
        printf("\n");
    }
    if (never > 0 && never < unserved) {
        printf("              ");
        print_who(results, slow, is_never_served);
        printf(": nor in the %.3g s before it\n", warm_up);
    }
    if (warm_up > 0 && count_of(results, slow, is_served_late) > 0) {
        printf("late          ");
        print_who(results, slow, is_served_late);
        printf(": no reply before measuring began, after %.3g s\n", warm_up);
    }
}

void report_print_requests(const struct figures *load)
{
    printf("due           %llu: %llu good, %llu wrong, %llu failed, %llu timed out, "
           "%llu unfinished, %llu overdue\n",
           (unsigned long long)load->due, (unsigned long long)load->good,
           (unsigned long long)figures_wrong(load), (unsigned long long)figures_failed(load),
           (unsigned long long)load->failures[FAILURE_TIMED_OUT],
           (unsigned long long)load->unfinished, (unsigned long long)load->overdue);
    if (load->unfinished > 0)
        printf("unfinished    These requests had no reply when the load ended.\n");
    if (load->overdue > 0)
        printf("overdue       These requests had not begun when the time was up, because no "
               "connection\n              was free: each (-c) was in use, or paused after it was "
               "refused.\n");
}

static bool differ(double one, double other)
{
    double more = one > other ? one : other, less = one > other ? other : one;
    return more - less > NOTABLE * more;
}

/* Why the replies stand for fewer requests than were under way: what is not among the replies. */
static void print_missing(const struct results *results, bool open_loop)
{
    const struct figures *load = &results->load;
    unsigned unserved = open_loop ? 0 : results->ledger.fates[FATE_UNSERVED];
    uint64_t timed_out = load->failures[FAILURE_TIMED_OUT];
    uint64_t waited = open_loop ? load->overdue + load->unfinished + timed_out : 0;
    uint64_t failures = figures_failures(load) - (open_loop ? timed_out : 0);

    if (unserved > 0)
        printf("%u client%s waited and had no reply, so the replies do not show %s.\n", unserved,
               unserved == 1 ? "" : "s", unserved == 1 ? "it" : "them");
    if (waited > 0)
        printf("%llu request%s waited and had no reply: %llu overdue, %llu unfinished, %llu timed "
               "out.\n",
               (unsigned long long)waited, waited == 1 ? "" : "s",
               (unsigned long long)load->overdue, (unsigned long long)load->unfinished,
               (unsigned long long)timed_out);
    if (failures > 0)
        printf("%llu failure%s not among the replies.\n", (unsigned long long)failures,
               failures == 1 ? " is" : "s are");
    if (unserved + waited + failures == 0)
        printf("Some requests had no reply in the measured time, which was perhaps too short.\n");
}

/* Two things that need not be so, and that a reader of the other figures should know of. */
static void print_doubts(const struct results *results, double clients, double sum, double under)
{
    double little = results_little(results);
    if (clients > 0 && differ(sum, clients))
        printf("Careful: together that is %.2f clients, but there were %.0f. This program did not "
               "get a\nprocessor each time that it needed one.\n",
               sum, clients);
    if (!differ(little, under))
        return;
    printf(
        "Careful: by Little's law the replies stand for %.2f requests under way, and not %.2f.\n",
        little, under);
    if (little < under)
        print_missing(results, clients == 0);
    else
        printf("The measured time was too short for a balance, or the server became faster.\n");
}

void report_print_balance(const struct load_options *options, const struct results *results)
{
    const struct figures *load = &results->load;
    double duration = (double)results->duration;
    double under = (double)load->under_way / duration, outside = (double)load->outside / duration;
    double clients = options->rate > 0 ? 0 : options->connections;

    if (load->due == 0)
        return;
    printf("under way     %.2f requests on average", under);
    if (clients > 0)
        printf(", of %.0f client%s; %.2f were outside a request\n"
               "              (waiting for the server's close, or for this program)",
               clients, clients > 1 ? "s" : "", outside);
    printf("\nLittle's law  %.1f replies a second x %.4g ms = %.2f requests under way\n",
           (double)load->completed * NANOSECONDS / duration,
           load->completed == 0
               ? 0
               : (double)load->completed_time / (double)load->completed / MILLISECOND,
           results_little(results));
    print_doubts(results, clients, under + outside, under);
}
