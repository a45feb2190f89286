/*
 * load - a load generator: keeps a server busy, checks every reply, and says how long they took.
 *
 *     main ──► generator (a thread): connections ◄─► poller ──► figures ──┐
 *         └──► generator: connections ◄─► poller ──► figures ─────────────┴► merged, and printed
 *
 * The threads share nothing that changes: each has its own connections, its own poller and its own
 * figures. So none waits for another, and the generator takes little of the machine away from the
 * server that it measures.
 *
 * Read: connection.c is one client; generator.c is what keeps all of them going; reply.c says
 *       whether a reply is right; histogram.c how a million latencies fit into 16 KiB.
 */
#include "../common/address.h"
#include "../common/clock.h"
#include "dial.h"
#include "generator.h"
#include "load_options.h"
#include "report.h"
#include "server_process.h"
#include "target.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { OTHER_DESCRIPTORS = 32 }; /* standard input, output, error, pollers, the server's pipe */

/* A connection is stuck that had no answer for so long, or for half the duration if that is less.
 */
#define LONGEST_PATIENCE NANOSECONDS
/* How long the last replies are waited for. */
#define LONGEST_DRAIN NANOSECONDS

static struct load_options options;
static struct target target;
static struct reply_sample *samples;
static struct generator *generators;
static atomic_bool stop;

/* Says "load: what" on standard error, as printf(3). Returns the exit status, 1. */
static int complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "load: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    return 1;
}

/* Raises the limit of descriptors where it is too low and may be raised. getrlimit(2) */
static bool have_descriptors(void)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)options.connections + options.threads + OTHER_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur >= wanted)
        return true;
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = wanted;
    if ((limit.rlim_max == RLIM_INFINITY || limit.rlim_max >= wanted) &&
        setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return true;
    complain("%u connections need %lu descriptors, and the limit is %lu (ulimit -n): raise it, or "
             "ask for fewer",
             options.connections, (unsigned long)wanted, (unsigned long)before);
    return false;
}

/* Connects for the first time. Returns the descriptor, or -1 when it has been said why. */
static int reach(struct dialler *dialler)
{
    struct addrinfo *addresses;
    *dialler = (struct dialler){.spread = false};
    int failure = address_lookup(target.host, target.port, &addresses);
    if (failure != 0) {
        complain("%s: %s", target.url, address_error(failure));
        return -1;
    }
    int descriptor = dial_first(dialler, addresses, options.timeout);
    int cause = errno;
    freeaddrinfo(addresses);
    if (descriptor == -1)
        complain("cannot connect to %s: %s%s", target.url, strerror(cause),
                 cause == ECONNREFUSED ? "; is the server running, and on that port?" : "");
    /* What is sent when an answer is still awaited (in part) must not wait for it. */
    dialler->no_delay = options.requests != 1 || target.message_length > 1024;
    /* In echo it is the client that has to close first. */
    if (target.scheme == SCHEME_ECHO)
        dial_spread(dialler);
    return descriptor;
}

static int64_t lesser(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

/* Shares the connections out among the threads, and gives the first its descriptor. */
static bool prepare(const struct dialler *dialler, int descriptor)
{
    samples = calloc(options.threads, sizeof *samples);
    generators = calloc(options.threads, sizeof *generators);
    if (samples == NULL || generators == NULL)
        return false;
    unsigned first = 0;
    for (unsigned i = 0; i < options.threads; i++) {
        unsigned count = (options.connections - first) / (options.threads - i);
        generators[i].crew = (struct crew){.target = &target,
                                           .requests_per_connection = options.requests,
                                           .timeout = options.timeout,
                                           .dialler = *dialler};
        if (target_is_constant(&target))
            generators[i].crew.sample = &samples[i];
        generators[i].drain = options.server != NULL ? lesser(options.timeout, LONGEST_DRAIN) : 0;
        generators[i].patience = lesser(options.duration / 2, LONGEST_PATIENCE);
        generators[i].stop = &stop;
        if (generator_create(&generators[i], count, first) == -1)
            return false;
        first += count;
    }
    return connection_adopt(&generators[0].connections[0], &generators[0].crew, descriptor) == 0;
}

/* Runs the threads, from now until the end. False: there are not enough, or the server has ended,
 * or a signal came. */
static bool run(struct server_process *server)
{
    int64_t from = clock_now() + options.warm_up;
    int64_t until = from + options.duration;
    unsigned started = 0;
    bool good = true;

    while (good && started < options.threads) {
        struct generator *generator = &generators[started];
        generator->crew.from = from;
        generator->crew.until = until;
        int error = pthread_create(&generator->thread, NULL, generator_run, generator);
        good = error == 0;
        if (good)
            started++;
        else
            complain("cannot start thread %u of %u: %s", started + 1, options.threads,
                     strerror(error));
    }
    if (good && server->server > 0)
        good = server_process_watch(server, until);
    stop = !good;
    for (unsigned i = 0; i < started; i++)
        pthread_join(generators[i].thread, NULL);
    return good;
}

/* From the URL to the last reply. Returns the exit status. */
static int measure(struct server_process *server)
{
    struct dialler dialler;
    if (target_prepare(&target, options.message) == -1)
        return complain("not enough memory");
    if (!have_descriptors())
        return 1;
    int descriptor = reach(&dialler);
    if (descriptor == -1)
        return 1;
    if (!prepare(&dialler, descriptor))
        return complain("cannot prepare %u connections: %s", options.connections, strerror(errno));
    return run(server) ? 0 : 1;
}

static void report(const struct server_usage *usage)
{
    struct figures *sum = &generators[0].crew.figures;
    for (unsigned i = 1; i < options.threads; i++)
        figures_merge(sum, &generators[i].crew.figures);
    if (options.csv)
        report_csv(&options, sum, usage);
    else
        report_print(&options, target.url, sum, usage);
}

/* With --server: all of it, from the server's first moment to its last. */
static int measure_own_server(void)
{
    struct server_process server;
    struct server_usage usage;
    char url[TARGET_TEXT_SIZE];
    char why[256];

    if (!server_process_start(&server, options.server, url, sizeof url, why, sizeof why))
        return complain("--server '%s': %s", options.server, why);
    const char *wrong = target_parse(&target, url, options.path != NULL ? options.path : "/hello");
    int status = wrong == NULL ? measure(&server)
                               : complain("--server: its URL is '%s', but %s", url, wrong);
    bool well = server_process_end(&server, &usage, why, sizeof why);
    int signal_number = server_process_signal();
    if (signal_number != 0) { /* the server is gone, and now this program ends as it was told to */
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
    if (!well)
        return complain("--server '%s': %s", options.server, why);
    if (status == 0)
        report(&usage);
    return status;
}

int main(int argc, char *argv[])
{
    enum options_result result = load_options_read(&options, argc, argv);
    if (result != OPTIONS_GOOD)
        return result == OPTIONS_WRONG ? 2 : 0;
    if (options.server != NULL)
        return measure_own_server();

    const char *wrong = target_parse(&target, options.url, NULL);
    if (wrong != NULL) {
        load_options_wrong("'%s' is not a URL to measure: %s", options.url, wrong);
        return 2;
    }
    struct server_process none = {0};
    int status = measure(&none);
    if (status == 0)
        report(&(struct server_usage){.known = false});
    return status;
}
