/* generator.c - the loop of one thread: waits for events, serves them, and begins due requests. */
#include "generator.h"

#include "common/socket/clock.h"
#include "bench/generator/figures/tally.h"

#include <stdlib.h>

#define DROP_PAUSE (2 * MILLISECOND) /* so often is looked whose drops are due */

static int64_t earlier(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

static unsigned count_of(const struct generator *generator)
{
    return generator->share.connections + generator->share.slow;
}

int generator_create(struct generator *generator)
{
    unsigned count = count_of(generator);
    const struct share *share = &generator->share;
    generator->connections = calloc(count, sizeof *generator->connections);
    if (generator->connections == NULL ||
        poller_open(&generator->crew.poller, count, generator->crew.open_loop) == -1)
        return -1;
    for (unsigned i = 0; i < count; i++)
        connection_init(&generator->connections[i], i, share->first + i,
                        i < share->connections ? 0 : share->drip);
    return 0;
}

/* A free connection, or NULL. The hint makes it cheap where one has just become free, and going
 * round from there where many are. */
static struct connection *find_free(struct generator *generator)
{
    unsigned count = generator->share.connections;
    for (unsigned i = 0; i < count; i++) {
        unsigned slot = (generator->hint + i) % count;
        if (generator->connections[slot].state == CONNECTION_FREE) {
            generator->hint = (slot + 1) % count;
            return &generator->connections[slot];
        }
    }
    return NULL;
}

/* The open loop's rule: whatever is due begins, if late, and its latency counts from when it was
 * due. */
static void begin_due(struct generator *generator)
{
    struct crew *crew = &generator->crew;
    int64_t time;
    while (!generator->draining && !generator->all_busy &&
           (time = schedule_next(&generator->schedule)) <= crew->now && time < crew->until) {
        struct connection *connection = find_free(generator);
        generator->all_busy = connection == NULL;
        if (connection == NULL)
            break;
        generator->schedule.begun++;
        connection_begin(connection, crew, time);
    }
}

/* Whether the client has made its last connection. */
static bool has_finished(const struct generator *generator, const struct connection *connection)
{
    return connection->descriptor == -1 && connection->connections >= generator->share.rounds;
}

/* The closed loop's rule, and the slow clients' always: the next request begins at once. */
static void begin_next(struct generator *generator, struct connection *connection)
{
    struct crew *crew = &generator->crew;
    if (crew->open_loop && connection->drip == 0) {
        connection->state = CONNECTION_FREE;
        generator->hint = connection->slot;
        generator->all_busy = false;
    } else if (crew->now < crew->until && !has_finished(generator, connection)) {
        /* The time of the last reply will do, but not if a connection has been closed since. */
        connection_begin(connection, crew, connection->descriptor == -1 ? clock_now() : crew->now);
    }
}

/* Looks for requests that take too long, and tries again where connecting has failed. */
static void scan(struct generator *generator)
{
    struct crew *crew = &generator->crew;
    int64_t pause = earlier(crew->timeout / 8, 50 * MILLISECOND);
    for (unsigned i = 0; i < count_of(generator); i++) {
        struct connection *connection = &generator->connections[i];
        connection_expire(connection, crew);
        if (connection->state <= CONNECTION_RESTING)
            begin_next(generator, connection);
    }
    generator->scan_at = crew->now + (pause < MILLISECOND ? MILLISECOND : pause);
}

static void drip(struct generator *generator)
{
    const struct share *share = &generator->share;
    for (unsigned i = share->connections; i < count_of(generator); i++)
        connection_drip(&generator->connections[i], &generator->crew);
    generator->drip_at = share->slow > 0 ? generator->crew.now + DROP_PAUSE : NO_DEADLINE;
}

/* Waits for events, but not beyond `end`, and serves them. */
static void turn(struct generator *generator, int64_t end)
{
    struct crew *crew = &generator->crew;
    int64_t wake = earlier(earlier(generator->scan_at, generator->drip_at), end);
    if (!generator->all_busy)
        wake = earlier(wake, schedule_next(&generator->schedule));
    int ready = poller_wait(&crew->poller, wake - crew->now);
    window_adopt(crew->window, crew->now, &crew->from, &crew->until);
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
    if (crew->now >= generator->drip_at)
        drip(generator);
    begin_due(generator);
    window_decide(crew->window, crew->now);
    if (generator->effort.at == 0 && crew->now >= crew->from)
        effort_begin(&generator->effort);
}

static bool under_way(const struct generator *generator)
{
    for (unsigned i = 0; i < count_of(generator); i++)
        if (generator->connections[i].state > CONNECTION_RESTING)
            return true;
    return false;
}

/* The open loop's side of the ledger: what was due, and what of it has not begun. */
static void count_due(struct generator *generator)
{
    struct crew *crew = &generator->crew;
    struct schedule *schedule = &generator->schedule;
    if (!crew->open_loop || crew->from >= crew->until)
        return;
    crew->figures.due =
        schedule_before(schedule, crew->until) - schedule_before(schedule, crew->from);
    for (int64_t time; (time = schedule_next(schedule)) < crew->until; schedule->begun++)
        if (time >= crew->from)
            tally_overdue(crew, time);
}

static bool all_finished(const struct generator *generator)
{
    unsigned i = 0;
    while (i < count_of(generator) && has_finished(generator, &generator->connections[i]))
        i++;
    return i == count_of(generator);
}

/* Until the time is up, or all clients have made their rounds. */
static void measure(struct generator *generator)
{
    struct crew *crew = &generator->crew;
    window_adopt(crew->window, 0, &crew->from, &crew->until);
    generator->schedule.start = crew->window->origin; /* for all threads, whenever they begin */
    crew->now = clock_now();
    if (crew->now >= crew->from)
        effort_begin(&generator->effort);
    scan(generator);     /* all are free: in a closed loop this begins their first requests */
    generator->hint = 0; /* the first has its connection already, and a server that waits for it */
    drip(generator);
    while (crew->now < crew->until && !all_finished(generator))
        turn(generator, crew->until);
    generator->ended = earlier(crew->now, crew->until);
    effort_end(&generator->effort, generator->ended - crew->from, &crew->figures);
    generator->draining = true;
}

void *generator_run(void *argument)
{
    struct generator *generator = argument;
    struct crew *crew = &generator->crew;

    measure(generator);
    /* The server works on what it has been sent, so its CPU time has to be divided by replies that
     * come too late for the other figures as well. */
    int64_t end = crew->until + generator->drain;
    while (crew->now < end && !crew->window->cut && under_way(generator))
        turn(generator, end);
    count_due(generator);
    --*generator->running;
    return NULL;
}

void generator_close(struct generator *generator)
{
    for (unsigned i = 0; i < count_of(generator); i++) {
        connection_close(&generator->connections[i], &generator->crew);
        tally_end(&generator->connections[i], &generator->crew);
    }
    poller_close(&generator->crew.poller);
}

void generator_free(struct generator *generator)
{
    free(generator->connections);
}
