/* team.c - divides clients and requests among threads, starts and joins them, and merges their figures. */
#include "team.h"

#include "common/socket/clock.h"
#include "generator.h"
#include "bench/generator/command/complain.h"
#include "bench/generator/figures/tally.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* How long the last replies are waited for. */
#define LONGEST_DRAIN (3 * NANOSECONDS / 2)

static struct reply_sample *samples;
static struct generator *generators;
static unsigned threads, started;
static atomic_uint running;

/* What falls to thread number i of `count` things that are shared out evenly; the first threads get
 * fewer, where it does not come out even. (With the slow clients it is the last ones, so that no
 * thread is left without any client.) */
static unsigned long part(unsigned long count, unsigned i)
{
    return count * (i + 1) / threads - count * i / threads;
}

static struct share share_of(const struct load_options *options, unsigned i, unsigned first)
{
    return (struct share){.connections = (unsigned)part(options->connections, i),
                          .slow = (unsigned)part(options->slow, threads - 1 - i),
                          .first = first,
                          .drip = options->drip,
                          .rounds = options->rounds > 0 ? options->rounds : ULONG_MAX};
}

/* Each thread takes each n-th request. */
static struct schedule schedule_of(const struct load_options *options, unsigned i)
{
    double gap = options->rate > 0 ? (double)NANOSECONDS / (double)options->rate : 0;
    return (struct schedule){.period = gap * threads, .offset = gap * i};
}

int team_create(const struct load_options *options, const struct target *target,
                const struct dialler *dialler, struct window *window, struct results *results)
{
    threads = options->threads;
    samples = calloc(threads, sizeof *samples);
    generators = calloc(threads, sizeof *generators);
    results->timelines = calloc(threads, sizeof *results->timelines);
    results->client_count = options->connections + options->slow;
    results->clients = calloc(results->client_count, sizeof *results->clients);
    if (samples == NULL || generators == NULL || results->timelines == NULL ||
        results->clients == NULL)
        return -1;
    unsigned first = 0;
    for (unsigned i = 0; i < threads; i++) {
        struct generator *generator = &generators[i];
        generator->crew = (struct crew){.target = target,
                                        .requests_per_connection = options->requests,
                                        .open_loop = options->rate > 0,
                                        .timeout = options->timeout,
                                        .drops = options->drops,
                                        .window = window,
                                        .from = WINDOW_UNKNOWN,
                                        .until = WINDOW_UNKNOWN,
                                        .dialler = *dialler};
        generator->crew.sample = &samples[i];
        samples[i].any_body = !target_is_constant(target);
        if (options->timeline != NULL)
            generator->crew.timeline = &results->timelines[i];
        generator->drain = options->timeout < LONGEST_DRAIN ? options->timeout : LONGEST_DRAIN;
        generator->running = &running;
        generator->share = share_of(options, i, first);
        generator->schedule = schedule_of(options, i);
        if (generator_create(generator) == -1)
            return -1;
        first += generator->share.connections + generator->share.slow;
    }
    return 0;
}

int team_adopt(int descriptor)
{
    return connection_adopt(&generators[0].connections[0], &generators[0].crew, descriptor);
}

bool team_start(void)
{
    while (started < threads) {
        struct generator *generator = &generators[started];
        running++;
        int error = pthread_create(&generator->thread, NULL, generator_run, generator);
        if (error != 0) {
            load_complain("cannot start thread %u of %u: %s", started + 1, threads,
                          strerror(error));
            return false;
        }
        started++;
    }
    return true;
}

bool team_is_running(void)
{
    return running > 0;
}

void team_join(void)
{
    for (unsigned i = 0; i < started; i++)
        pthread_join(generators[i].thread, NULL);
}

static void record(struct results *results, const struct connection *connection,
                   const struct crew *crew)
{
    struct client_record *client = &results->clients[connection->stream];
    client->fate = connection->served   ? FATE_SERVED
                   : connection->failed ? FATE_FAILED_ONLY
                                        : FATE_UNSERVED;
    client->late = connection->replied == 0 || connection->replied > crew->from;
    client->slow = connection->drip > 0;
}

/* Where each client's last wait goes can be said when the longest of all is known. */
static void add_waits(struct results *results)
{
    int64_t longest = results->load.latency.most, slow_longest = results->slow.latency.most;
    for (unsigned i = 0; i < threads; i++) {
        const struct generator *generator = &generators[i];
        unsigned count = generator->share.connections + generator->share.slow;
        for (unsigned j = 0; j < count; j++) {
            const struct connection *connection = &generator->connections[j];
            bool slow = connection->drip > 0;
            record(results, connection, &generator->crew);
            tally_wait(connection, slow ? &results->slow : &results->load,
                       slow ? slow_longest : longest);
        }
    }
}

void team_gather(struct results *results)
{
    int64_t end = 0;
    for (unsigned i = 0; i < threads; i++)
        end = generators[i].ended > end ? generators[i].ended : end;
    for (unsigned i = 0; i < threads; i++) {
        struct generator *generator = &generators[i];
        if (generator->crew.until > end) /* all clients have made their rounds */
            generator->crew.until = end;
        generator_close(generator);
        figures_merge(&results->load, &generator->crew.figures);
        figures_merge(&results->slow, &generator->crew.slow_figures);
    }
    add_waits(results);
    for (unsigned i = 0; i < threads; i++)
        generator_free(&generators[i]);
    int64_t from = generators[0].crew.window->from;
    results->warm_up = from - generators[0].crew.window->origin;
    results->duration = end > from ? end - from : 0;
}
