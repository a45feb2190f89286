/* generator.c - see generator.h. */
#include "generator.h"

#include "../common/clock.h"

#include <stdlib.h>
#include <time.h>

static int64_t thread_cpu(void)
{
    struct timespec used = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return used.tv_sec * NANOSECONDS + used.tv_nsec;
}

int generator_create(struct generator *generator, unsigned count, unsigned first)
{
    generator->connections = calloc(count, sizeof *generator->connections);
    if (generator->connections == NULL || poller_open(&generator->crew.poller, count) == -1)
        return -1;
    generator->count = count;
    for (unsigned i = 0; i < count; i++)
        connection_init(&generator->connections[i], i, first + i);
    return 0;
}

/* The closed loop's one rule. An open loop would take the next time from its schedule instead. */
static void begin_next(struct generator *generator, struct connection *connection)
{
    struct crew *crew = &generator->crew;
    if (crew->now >= crew->until)
        return;
    /* The time of the last reply will do, but not if a connection has been closed since. */
    connection_begin(connection, crew, connection->descriptor == -1 ? clock_now() : crew->now);
}

/* Looks for requests that take too long, and tries again where connecting has failed. */
static void scan(struct generator *generator)
{
    struct crew *crew = &generator->crew;
    int64_t pause = crew->timeout / 8;
    for (unsigned i = 0; i < generator->count; i++) {
        struct connection *connection = &generator->connections[i];
        connection_expire(connection, crew);
        if (connection->state <= CONNECTION_RESTING)
            begin_next(generator, connection);
    }
    if (pause > 50 * MILLISECOND)
        pause = 50 * MILLISECOND;
    generator->scan_at = crew->now + (pause < MILLISECOND ? MILLISECOND : pause);
}

/* Waits for events, but not beyond `end`, and serves them. */
static void turn(struct generator *generator, int64_t end)
{
    struct crew *crew = &generator->crew;
    int64_t wake = generator->scan_at < end ? generator->scan_at : end;
    int ready = poller_wait(&crew->poller, wake - crew->now);
    if (ready == 0)
        crew->now = clock_now();
    for (int i = 0; i < ready; i++) {
        unsigned slot;
        unsigned what = poller_ready(&crew->poller, i, &slot);
        struct connection *connection = &generator->connections[slot];
        connection_step(connection, crew, what);
        if (connection->state == CONNECTION_FREE)
            begin_next(generator, connection);
    }
    if (crew->now >= generator->scan_at)
        scan(generator);
    if (generator->cpu == -1 && crew->now >= crew->from)
        generator->cpu = thread_cpu();
}

static bool under_way(const struct generator *generator)
{
    for (unsigned i = 0; i < generator->count; i++)
        if (generator->connections[i].state > CONNECTION_RESTING)
            return true;
    return false;
}

void *generator_run(void *argument)
{
    struct generator *generator = argument;
    struct crew *crew = &generator->crew;

    generator->cpu = -1;
    crew->now = clock_now();
    scan(generator); /* all are free: this begins their first requests */
    while (crew->now < crew->until && !*generator->stop)
        turn(generator, crew->until);

    if (generator->cpu != -1)
        crew->figures.cpu = crew->figures.busiest = thread_cpu() - generator->cpu;
    for (unsigned i = 0; i < generator->count; i++)
        connection_settle(&generator->connections[i], crew, generator->patience);
    /* The server works on what it has been sent, so its CPU time has to be divided by replies that
     * come too late for the other figures as well. */
    int64_t end = crew->until + generator->drain;
    while (crew->now < end && !*generator->stop && under_way(generator))
        turn(generator, end);
    for (unsigned i = 0; i < generator->count; i++)
        connection_close(&generator->connections[i], crew);
    poller_close(&crew->poller);
    free(generator->connections);
    return NULL;
}
