/* measure.c - raises the limit of descriptors, connects, runs the threads, and checks the sums. */
#include "measure.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "bench/generator/command/complain.h"
#include "idle.h"
#include "bench/generator/server/interrupt.h"
#include "team.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

enum { OTHER_DESCRIPTORS = 32 }; /* standard input, output, error, pollers, the server's pipe */
#define PAUSE (20 * MILLISECOND) /* so often is looked whether something has happened */

static struct idle idle;
static struct window window;

/* What measure() was called with. */
static const struct load_options *options;
static struct target *target;
static struct results *results;

/* Raises the limit of descriptors where it is too low and may be raised. getrlimit(2) */
static bool have_descriptors(void)
{
    struct rlimit limit;
    unsigned connections = options->connections + options->slow + options->idle;
    rlim_t wanted = (rlim_t)connections + options->threads + OTHER_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur >= wanted)
        return true;
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = wanted;
    if ((limit.rlim_max == RLIM_INFINITY || limit.rlim_max >= wanted) &&
        setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return true;
    load_complain(
        "%u connections need %lu descriptors, and the limit is %lu (ulimit -n): raise it, or "
        "ask for fewer",
        connections, (unsigned long)wanted, (unsigned long)before);
    return false;
}

/* Connects for the first time. Returns the descriptor, or -1 when it has been said why. */
static int reach(struct dialler *dialler)
{
    struct addrinfo *addresses;
    *dialler = (struct dialler){.spread = false};
    int failure = address_lookup(target->host, target->port, &addresses);
    if (failure != 0) {
        load_complain("%s: %s", target->url, address_error(failure));
        return -1;
    }
    int descriptor = dial_first(dialler, addresses, options->timeout);
    int cause = errno;
    freeaddrinfo(addresses);
    if (descriptor == -1)
        load_complain("cannot connect to %s: %s%s", target->url, strerror(cause),
                      cause == ECONNREFUSED ? "; is the server running, and on that port?" : "");
    /* Bytes sent before the whole answer has come must not wait for it (Nagle's algorithm). */
    dialler->no_delay =
        options->requests != 1 || options->slow > 0 || target->message_length > 1024;
    /* In echo it is the client that has to close first; and so it does with the idle ones. */
    if (target->scheme == SCHEME_ECHO || options->idle > 0)
        dial_spread(dialler);
    return descriptor;
}

/* The idle clients have rows as well: numbers after those of all others, and no request. */
static void note_idle_clients(int64_t began)
{
    for (unsigned i = 0; i < idle.count && options->timeline != NULL; i++) {
        struct timeline_row row = {.client = options->connections + options->slow + i + 1,
                                   .kind = "idle",
                                   .scheduled = began,
                                   .connected = clock_now(),
                                   .outcome = "idle"};
        timeline_note_local(&row, idle.descriptors[i]);
        timeline_add(&results->timelines[0], &row);
    }
}

/* The first connection, which showed that the server is there, becomes the first idle client, because these
 * come first; or the first of the other clients. */
static bool use(int descriptor, struct dialler *dialler)
{
    if (options->idle == 0)
        return team_adopt(descriptor) == 0;
    int64_t began = clock_now();
    idle_add(&idle, descriptor);
    if (idle_connect(&idle, dialler, options->idle, options->timeout) == -1)
        return false;
    note_idle_clients(began);
    return true;
}

/* To count 5,000 processes takes a while: that is done in mid-course if clients come and go, and at
 * the end if all are still there. */
static bool is_time_for_census(const struct server_process *server)
{
    int64_t half = options->rounds > 0 ? 0 : options->duration / 2;
    return server->server > 0 && options->requests > 0 && !results->census.known &&
           window.from != WINDOW_UNKNOWN && clock_now() >= window.from + half;
}

/* Runs the threads, from now until the end. False: there are not enough, or the server has ended. */
static bool run(struct server_process *server)
{
    window.duration = options->duration;
    window.least = options->warm_up;
    window.most = options->rate == 0 ? options->warm_up_limit : 0;
    if (window.most < window.least)
        window.most = window.least;
    interrupt_watch();
    window_open(&window, options->connections + options->slow);
    results->origin = window.origin;
    bool good = team_start();
    while (good && interrupt_signal() == 0 && team_is_running()) {
        if (is_time_for_census(server))
            census_take(&results->census, server->server, false);
        good = server_process_pause(server, PAUSE);
    }
    if (!good || interrupt_signal() != 0)
        window_cut(&window);
    team_join();
    return good;
}

static void gather(const struct server_process *server)
{
    struct census census = {.pss_kib = -1};
    if (server->server > 0) /* while all clients are still there */
        census_take(&census, server->server, true);
    if (results->census.known)
        results->census.pss_kib = census.pss_kib;
    else
        results->census = census;
    results->idle_closed = idle_closed(&idle);
    team_gather(results);
    idle_close(&idle);
}

/* Figures that contradict each other are worse than none. */
static bool adds_up(void)
{
    char why[256];
    unsigned count = results->client_count;
    results->ledger = ledger_count(results->clients, count, false);
    results->slow_ledger = ledger_count(results->clients, count, true);
    bool good = ledger_clients_add_up(&results->ledger, options->connections, why, sizeof why) &&
                ledger_clients_add_up(&results->slow_ledger, options->slow, why, sizeof why) &&
                ledger_requests_add_up(&results->load, why, sizeof why) &&
                ledger_requests_add_up(&results->slow, why, sizeof why);
    if (!good)
        load_complain("a mistake of mine, so here are no figures: %s", why);
    return good;
}

/* The CPU time of children that have ended is not in what the living ones have used; where clients
 * stay, so do the children. */
static bool is_counted_by_window(const struct server_process *server)
{
    return server->server > 0 && options->requests == 0;
}

double results_little(const struct results *measured)
{
    return measured->duration > 0
               ? (double)measured->load.completed_time / (double)measured->duration
               : 0;
}

int measure(const struct load_options *what, struct target *whom, struct server_process *server,
            struct results *into)
{
    struct dialler dialler;
    options = what;
    target = whom;
    results = into;
    if (target->scheme == SCHEME_ECHO &&
        (options->form.method != NULL || options->form.field_count > 0))
        return load_complain("%s: echo knows no methods and no header fields", target->url);
    if (target_prepare(target, &options->form, options->message) == -1)
        return load_complain("not enough memory");
    if (!have_descriptors())
        return 1;
    int descriptor = reach(&dialler);
    if (descriptor == -1)
        return 1;
    if (team_create(options, target, &dialler, &window, results) == -1 ||
        idle_create(&idle, options->idle) == -1)
        return load_complain("cannot prepare %u connections: %s",
                             options->connections + options->slow + options->idle, strerror(errno));
    if (!use(descriptor, &dialler))
        return load_complain("of %u idle clients only %u could connect: %s", options->idle,
                             idle.count, strerror(errno));
    /* What clients cost when they come and when they go is not what a request costs. */
    double before = is_counted_by_window(server) ? census_settle(server->server) : 0;
    if (!run(server))
        return 1;
    double after = is_counted_by_window(server) ? census_settle(server->server) : 0;
    results->server_window = after > before ? after - before : -1;
    gather(server);
    return adds_up() ? 0 : 1;
}
