/* tally.c - decides which requests fall into the measured time, and enters each into its figures. */
#include "tally.h"

static struct figures *figures_of(const struct connection *connection, struct crew *crew)
{
    return connection->drip > 0 ? &crew->slow_figures : &crew->figures;
}

static bool is_scheduled(const struct connection *connection, const struct crew *crew)
{
    return crew->open_loop && connection->drip == 0;
}

/* How much of that time was measured. While it is unknown when measuring begins: nothing. */
static int64_t overlap(const struct crew *crew, int64_t begin, int64_t end)
{
    int64_t first = begin > crew->from ? begin : crew->from;
    int64_t last = end < crew->until ? end : crew->until;
    return last > first ? last - first : 0;
}

/* A request that took from connection->began to `over` leaves the ledger, or finds its column.
 * Returns whether that is one of the columns of an outcome.
 *
 * In an open loop those count that were due in the measured time: to leave out those that were
 * answered after it would be to leave out the slowest. In a closed loop those count that were over
 * in it. Those that were over before it were never due after all, and those after it unfinished. */
static bool leave(struct connection *connection, struct crew *crew, int64_t over)
{
    struct figures *figures = figures_of(connection, crew);
    figures->under_way += overlap(crew, connection->began, over);
    connection->over = over;
    if (is_scheduled(connection, crew))
        return connection->began >= crew->from && connection->began < crew->until;
    if (over < crew->from) {
        figures->due--;
    } else if (over > crew->until && connection->began <= crew->until) {
        figures->unfinished++;
        connection->waited = crew->until - connection->began;
    }
    return over >= crew->from && over <= crew->until;
}

static void note(struct connection *connection, struct crew *crew, const char *outcome)
{
    if (crew->timeline == NULL)
        return;
    connection->row.outcome = outcome;
    timeline_add(crew->timeline, &connection->row);
}

void tally_begun(struct connection *connection, struct crew *crew)
{
    struct figures *figures = figures_of(connection, crew);
    if (is_scheduled(connection, crew)) /* the schedule says how many are due */
        return;
    figures->due += connection->began <= crew->until;
    figures->outside += overlap(crew, connection->over, connection->began);
}

void tally_connected(struct connection *connection, struct crew *crew, int64_t now)
{
    connection->row.connected = now;
    /* Persistent connections are nearly all made during the warm-up, so theirs always count. */
    if (now <= crew->until &&
        (connection->began >= crew->from || crew->requests_per_connection == 0))
        histogram_record(&figures_of(connection, crew)->connect, now - connection->started);
}

void tally_answered(struct connection *connection, struct crew *crew)
{
    crew->figures.answered++;
    if (connection->replied == 0) {
        connection->replied = crew->now;
        window_heard(crew->window);
    }
}

void tally_failure(struct connection *connection, struct crew *crew, enum failure failure)
{
    struct figures *figures = figures_of(connection, crew);
    bool answered = connection->state == CONNECTION_AWAITING_CLOSE;
    int64_t over = crew->now, deadline = connection->started + crew->timeout;
    if (answered && over > crew->until) { /* what was wrong came after the end */
        tally_reply(connection, crew);
        return;
    }
    if (failure == FAILURE_TIMED_OUT && deadline < over) /* it was not noticed at once */
        over = deadline;
    if (leave(connection, crew, over)) {
        figures->failures[failure]++;
        connection->failed = true;
        if (failure == FAILURE_TIMED_OUT && answered)
            histogram_record(&figures->latency, connection->row.done - connection->began);
        else if (failure == FAILURE_TIMED_OUT)
            histogram_record_at_least(&figures->latency, over - connection->began);
    }
    note(connection, crew, failure_name(failure));
}

void tally_errno(const struct connection *connection, struct crew *crew, int error)
{
    figures_of(connection, crew)->other_error = error;
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
    figures->completed_time += done - connection->began;
}

void tally_reply(struct connection *connection, struct crew *crew)
{
    struct figures *figures = figures_of(connection, crew);
    bool right = connection->reply.fault == REPLY_RIGHT;
    enum failure failure = tally_fault(connection->reply.fault);
    count_completed(connection, crew);
    if (leave(connection, crew, connection->row.done)) {
        if (right) {
            figures->good++;
            connection->served = true;
            histogram_record(&figures->latency, connection->row.done - connection->began);
        } else {
            figures->failures[failure]++;
            connection->failed = true;
        }
    }
    note(connection, crew, right ? "good" : failure_name(failure));
}

void tally_unfinished(struct connection *connection, struct crew *crew)
{
    struct figures *figures = figures_of(connection, crew);
    if (connection->state == CONNECTION_AWAITING_CLOSE) {
        tally_reply(connection, crew);
        return;
    }
    bool due = leave(connection, crew, INT64_MAX);
    if (due) { /* of the schedule's; else leave() has counted it */
        figures->unfinished++;
        histogram_record_at_least(&figures->latency, crew->now - connection->began);
    }
    note(connection, crew, "unfinished");
}

void tally_overdue(struct crew *crew, int64_t due)
{
    crew->figures.overdue++;
    crew->figures.under_way += overlap(crew, due, INT64_MAX);
    histogram_record_at_least(&crew->figures.latency, crew->now - due);
}

void tally_end(const struct connection *connection, struct crew *crew)
{
    if (!is_scheduled(connection, crew) && connection->over != INT64_MAX)
        figures_of(connection, crew)->outside += overlap(crew, connection->over, INT64_MAX);
}

void tally_wait(const struct connection *connection, struct figures *figures, int64_t longest)
{
    bool unserved = !connection->served && !connection->failed;
    if (connection->waited > 0 && (unserved || connection->waited > longest))
        histogram_record_at_least(&figures->latency, connection->waited);
}
