/* tally.c - see tally.h. */
#include "tally.h"

static struct figures *figures_of(const struct connection *connection, struct crew *crew)
{
    return connection->drip > 0 ? &crew->slow_figures : &crew->figures;
}

/* Whether the latency of a request that is over `now` is in the figures. In an open loop, each one
 * that was due in the measured time is: to leave out those that were answered after it would be to
 * leave out the slowest. */
static bool counts(const struct connection *connection, const struct crew *crew, int64_t now)
{
    if (crew->open_loop && connection->drip == 0)
        return connection->began >= crew->from && connection->began <= crew->until;
    return connection->began >= crew->from && now <= crew->until;
}

static void note(struct connection *connection, struct crew *crew, const char *outcome)
{
    if (crew->timeline == NULL)
        return;
    connection->row.outcome = outcome;
    timeline_add(crew->timeline, &connection->row);
}

void tally_connected(struct connection *connection, struct crew *crew, int64_t now)
{
    connection->row.connected = now;
    /* Persistent connections are nearly all made during the warm-up, so theirs always count. */
    if (now <= crew->until &&
        (connection->began >= crew->from || crew->requests_per_connection == 0))
        histogram_record(&figures_of(connection, crew)->connect, now - connection->started);
}

void tally_failure(struct connection *connection, struct crew *crew, enum failure failure)
{
    if (crew->now >= crew->from && crew->now <= crew->until)
        figures_of(connection, crew)->failures[failure]++;
    note(connection, crew, failure_name(failure));
}

void tally_errno(const struct connection *connection, struct crew *crew, int error)
{
    figures_of(connection, crew)->other_error = error;
}

void tally_waited(struct crew *crew, int64_t due)
{
    if (due >= crew->from && due <= crew->until)
        histogram_record(&crew->figures.latency, crew->now - due);
}

enum failure tally_fault(enum reply_fault fault)
{
    return fault == REPLY_WRONG_STATUS   ? FAILURE_WRONG_STATUS
           : fault == REPLY_WRONG_LENGTH ? FAILURE_WRONG_LENGTH
                                         : FAILURE_WRONG_BYTES;
}

/* Throughput: what came in the measured time. Where a request takes long, as with many clients in a
 * queue, to leave out what had been asked for before would leave out most of it. */
static void count_completed(const struct connection *connection, struct crew *crew)
{
    struct figures *figures = figures_of(connection, crew);
    int64_t done = connection->row.done;
    if (connection->reply.fault != REPLY_RIGHT || done < crew->from || done > crew->until)
        return;
    figures->completed++;
    figures->bytes += connection->received;
}

static void count_reply(const struct connection *connection, struct crew *crew)
{
    struct figures *figures = figures_of(connection, crew);
    enum reply_fault fault = connection->reply.fault;
    if (fault != REPLY_RIGHT) {
        figures->failures[tally_fault(fault)]++;
        return;
    }
    histogram_record(&figures->latency, connection->row.done - connection->began);
}

void tally_reply(struct connection *connection, struct crew *crew)
{
    enum reply_fault fault = connection->reply.fault;
    if (crew->now <= crew->until)
        count_completed(connection, crew);
    if (counts(connection, crew, crew->now))
        count_reply(connection, crew);
    note(connection, crew, fault == REPLY_RIGHT ? "good" : failure_name(tally_fault(fault)));
}

void tally_unfinished(struct connection *connection, struct crew *crew)
{
    if (crew->open_loop && connection->drip == 0)
        tally_waited(crew, connection->began);
    note(connection, crew, "unfinished");
}

void tally_settle(const struct connection *connection, struct crew *crew)
{
    if (connection->state != CONNECTION_AWAITING_CLOSE)
        return;
    count_completed(connection, crew); /* the reply is there */
    if (!crew->open_loop && counts(connection, crew, connection->row.done))
        count_reply(connection, crew);
}

void tally_stuck(const struct connection *connection, struct crew *crew, int64_t patience)
{
    if (connection->state > CONNECTION_RESTING && crew->until - connection->heard >= patience)
        figures_of(connection, crew)->stuck++;
}
