/* measure.c - see measure.h. */
#include "measure.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "generator.h"
#include "idle.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { OTHER_DESCRIPTORS = 32 }; /* standard input, output, error, pollers, the server's pipe */

/* A connection is stuck that had no answer for so long, or for half the duration if that is less.
 */
#define LONGEST_PATIENCE NANOSECONDS
/* How long the last replies are waited for. */
#define LONGEST_DRAIN (3 * NANOSECONDS / 2)

static struct reply_sample *samples;
static struct generator *generators;
static struct idle idle;
static atomic_bool stop;
static atomic_uint running;

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
    /* What is sent when an answer is still awaited (in part) must not wait for it. */
    dialler->no_delay =
        options->requests != 1 || options->slow > 0 || target->message_length > 1024;
    /* In echo it is the client that has to close first; and so it does with the idle ones. */
    if (target->scheme == SCHEME_ECHO || options->idle > 0)
        dial_spread(dialler);
    return descriptor;
}

static int64_t lesser(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

/* What falls to thread number i of `count` things that are shared out evenly; the first threads get
 * fewer, where it does not come out even. (With the slow clients it is the last ones, so that no
 * thread is left without any client.) */
static unsigned long part(unsigned long count, unsigned i)
{
    return count * (i + 1) / options->threads - count * i / options->threads;
}

static struct share share_of(unsigned i, unsigned first)
{
    struct share share = {.connections = (unsigned)part(options->connections, i),
                          .slow = (unsigned)part(options->slow, options->threads - 1 - i),
                          .first = first,
                          .drip = options->drip,
                          .rounds = options->rounds > 0 ? options->rounds : ULONG_MAX};
    if (options->rate > 0 && share.connections > 0) { /* each thread takes each n-th request */
        double gap = (double)NANOSECONDS / (double)options->rate;
        share.period = gap * options->threads;
        share.offset = gap * i;
    }
    return share;
}

/* Shares the connections out among the threads. */
static bool prepare(const struct dialler *dialler)
{
    samples = calloc(options->threads, sizeof *samples);
    results->timelines = calloc(options->threads, sizeof *results->timelines);
    generators = calloc(options->threads, sizeof *generators);
    if (samples == NULL || results->timelines == NULL || generators == NULL)
        return false;
    unsigned first = 0;
    for (unsigned i = 0; i < options->threads; i++) {
        struct generator *generator = &generators[i];
        generator->crew = (struct crew){.target = target,
                                        .requests_per_connection = options->requests,
                                        .open_loop = options->rate > 0,
                                        .timeout = options->timeout,
                                        .dialler = *dialler};
        if (target_is_constant(target))
            generator->crew.sample = &samples[i];
        if (options->timeline != NULL)
            generator->crew.timeline = &results->timelines[i];
        generator->drain = lesser(options->timeout, LONGEST_DRAIN);
        generator->patience = lesser(options->duration / 2, LONGEST_PATIENCE);
        generator->stop = &stop;
        generator->running = &running;
        generator->share = share_of(i, first);
        if (generator_create(generator) == -1)
            return false;
        first += generator->share.connections + generator->share.slow;
    }
    return true;
}

/* The first connection, which showed that the server is there, is used as well: by the first of the
 * idle clients, so that nobody is before these, or by the first of the others. */
static bool use(int descriptor, struct dialler *dialler)
{
    if (options->idle == 0)
        return connection_adopt(&generators[0].connections[0], &generators[0].crew, descriptor) ==
               0;
    idle_add(&idle, descriptor);
    return idle_connect(&idle, dialler, options->idle, options->timeout) == 0;
}

/* Runs the threads, from now until the end. False: there are not enough, or the server has ended,
 * or a signal came. */
static bool run(struct server_process *server)
{
    int64_t origin = clock_now(), from = origin + options->warm_up;
    int64_t until = from + options->duration, now;
    int64_t half = options->rounds > 0 ? from : from + options->duration / 2;
    unsigned started = 0;
    bool good = true;

    while (good && started < options->threads) {
        struct generator *generator = &generators[started];
        generator->crew.from = from;
        generator->crew.until = until;
        running++;
        int error = pthread_create(&generator->thread, NULL, generator_run, generator);
        good = error == 0;
        if (good)
            started++;
        else
            load_complain("cannot start thread %u of %u: %s", started + 1, options->threads,
                          strerror(error));
    }
    while (good && server->server > 0 && running > 0 && (now = clock_now()) < until) {
        /* To count 5,000 processes takes a while: if all are still there at the end, not now. */
        if (options->requests > 0 && !results->census.known && now >= half)
            census_take(&results->census, server->server, false);
        good = server_process_pause(server, now < half ? half - now : until - now);
    }
    stop = !good;
    for (unsigned i = 0; i < started; i++)
        pthread_join(generators[i].thread, NULL);
    results->origin = origin;
    results->duration = generators[0].ended - from;
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
    for (unsigned i = 0; i < options->threads; i++) {
        int64_t duration = generators[i].ended - generators[i].crew.from;
        results->duration = duration > results->duration ? duration : results->duration;
        generator_close(&generators[i]);
        figures_merge(&results->load, &generators[i].crew.figures);
        figures_merge(&results->slow, &generators[i].crew.slow_figures);
    }
    idle_close(&idle);
}

/* The CPU time of children that have ended is not in what the living ones have used; where clients
 * stay, so do the children. */
static bool is_counted_by_window(const struct server_process *server)
{
    return server->server > 0 && options->requests == 0;
}

int measure(const struct load_options *what, struct target *whom, struct server_process *server,
            struct results *into)
{
    struct dialler dialler;
    options = what;
    target = whom;
    results = into;
    if (target_prepare(target, options->message) == -1)
        return load_complain("not enough memory");
    if (!have_descriptors())
        return 1;
    int descriptor = reach(&dialler);
    if (descriptor == -1)
        return 1;
    if (!prepare(&dialler) || idle_create(&idle, options->idle) == -1)
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
    return 0;
}
