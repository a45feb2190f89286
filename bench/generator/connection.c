/* connection.c - connects, sends a request at once or drop by drop, and gives up after a failure. */
#include "connection_parts.h"

#include "common/socket/clock.h"
#include "bench/generator/figures/tally.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

void connection_init(struct connection *connection, unsigned slot, unsigned stream, int64_t drip)
{
    *connection =
        (struct connection){.descriptor = -1, .slot = slot, .stream = stream, .drip = drip};
}

static int watch(struct connection *connection, struct crew *crew, unsigned interest)
{
    unsigned before = connection->interest;
    if (interest == before) /* usual, and no system call */
        return 0;
    connection->interest = interest;
    return poller_watch(&crew->poller, connection->slot, connection->descriptor, interest,
                        before != 0);
}

int connection_adopt(struct connection *connection, struct crew *crew, int descriptor)
{
    connection->descriptor = descriptor;
    connection->connections++;
    return watch(connection, crew, POLLER_READABLE);
}

void connection_hang_up(struct connection *connection, struct crew *crew)
{
    if (connection->descriptor == -1)
        return;
    poller_forget(&crew->poller, connection->slot);
    close(connection->descriptor);
    connection->descriptor = -1;
    connection->interest = 0;
    connection->requests = 0;
}

void connection_close(struct connection *connection, struct crew *crew)
{
    if (connection->state > CONNECTION_RESTING)
        tally_unfinished(connection, crew);
    connection_hang_up(connection, crew);
    connection->state = CONNECTION_FREE;
}

void connection_fail(struct connection *connection, struct crew *crew, enum failure failure)
{
    tally_failure(connection, crew, failure);
    connection_hang_up(connection, crew);
    /* A server that does not listen is not asked again ten thousand times a second. */
    connection->state =
        connection->state == CONNECTION_CONNECTING ? CONNECTION_RESTING : CONNECTION_FREE;
}

void connection_fail_by_errno(struct connection *connection, struct crew *crew)
{
    int error = errno;
    if (error == EAGAIN || error == EWOULDBLOCK || error == EINTR)
        return; /* no failure: the poller will tell when */
    enum failure failure = failure_of_errno(error);
    if (failure == FAILURE_OTHER)
        tally_errno(connection, crew, error);
    connection_fail(connection, crew, failure);
}

/* How many of the unsent bytes may be sent now: all of them, except by a slow client, which sends
 * the first drop at once and the last one when its time is over. */
static size_t due(const struct connection *connection, const struct crew *crew)
{
    const struct bytes *unsent = &connection->unsent;
    int64_t passed = crew->now > connection->dripping ? crew->now - connection->dripping : 0;
    if (connection->state == CONNECTION_CONNECTING)
        passed = 0;
    if (connection->drip == 0 || passed >= connection->drip)
        return unsent->length;
    size_t length = connection->length;
    size_t sent = length - unsent->length;
    size_t drops = crew->drops > 0 && crew->drops < length ? crew->drops : length;
    size_t fallen = 1 + (size_t)((double)passed / (double)connection->drip * (double)(drops - 1));
    size_t wanted = length * fallen / drops;
    return wanted > sent ? wanted - sent : 0;
}

/* Sends what is left of the request. `connected`: when connecting ended, if it just has. */
static void send_request(struct connection *connection, struct crew *crew, int64_t connected)
{
    struct bytes *unsent = &connection->unsent;
    ssize_t sent = send(connection->descriptor, unsent->start, due(connection, crew), MSG_NOSIGNAL);
    if (sent == -1) {
        connection_fail_by_errno(connection, crew);
        sent = 0; /* if it was no failure */
    } else {
        if (connection->state == CONNECTION_CONNECTING) {
            tally_connected(connection, crew, connected);
            connection->dripping = connected;
        }
        connection->state = CONNECTION_AWAITING_REPLY;
    }
    unsent->start += sent;
    unsent->length -= (size_t)sent;
    if (connection->descriptor == -1)
        return;
    if (unsent->length == 0 && crew->timeline != NULL)
        connection->row.sent = clock_now();
    /* Readable too while sending: an echo comes back meanwhile, and if we did not read it, the server would
     * stop reading, and both would wait for ever. The clock says when the next drop is due. */
    bool connecting = connection->state == CONNECTION_CONNECTING;
    unsigned interest = connecting ? 0 : POLLER_READABLE;
    if (connecting || (unsent->length > 0 && connection->drip == 0))
        interest |= POLLER_WRITABLE;
    if (watch(connection, crew, interest) == -1)
        connection_fail_by_errno(connection, crew);
}

/* False: it has failed already. */
static bool start_connecting(struct connection *connection, struct crew *crew)
{
    connection->state = CONNECTION_CONNECTING;
    connection->row.connected = 0;
    connection->connections++;
    connection->descriptor = dial(&crew->dialler);
    crew->now = clock_now();
    if (connection->descriptor != -1)
        return true;
    if (errno == EAGAIN || errno == EINTR) /* here it is a failure */
        errno = ENOBUFS;
    connection_fail_by_errno(connection, crew);
    return false;
}

void connection_begin(struct connection *connection, struct crew *crew, int64_t began)
{
    connection->began = began;
    connection->started = began > crew->now ? began : crew->now;
    connection->received = 0;
    connection->state = CONNECTION_AWAITING_REPLY;
    connection->dripping = crew->now;
    tally_begun(connection, crew);
    connection->row = (struct timeline_row){.client = connection->stream + 1,
                                            .kind = connection->drip > 0 ? "slow" : "load",
                                            .scheduled = began,
                                            .connected = began};
    if (connection->descriptor == -1 && !start_connecting(connection, crew))
        return;
    if (crew->timeline != NULL)
        timeline_note_local(&connection->row, connection->descriptor);
    connection->requests++;
    connection->last = connection->requests == crew->requests_per_connection;
    connection->row.request = connection->requests;
    connection->unsent = target_request(crew->target, connection->stream, connection->last);
    connection->length = connection->unsent.length;
    if (crew->target->scheme == SCHEME_ECHO)
        reply_begin_echo(&connection->reply, connection->unsent.start, connection->unsent.length);
    else
        reply_begin_http(&connection->reply, crew->sample, crew->target->bodiless);
    /* On this machine a connection is made before connect() has returned, so the request is sent
     * without asking whether it is; if it is not, send() says EAGAIN. */
    send_request(connection, crew, crew->now);
}

void connection_step(struct connection *connection, struct crew *crew, unsigned ready)
{
    if (connection->state == CONNECTION_FREE) {
        crew->now = clock_now();
        connection_hang_up(connection,
                           crew); /* the server may close between two requests: no failure */
    } else if (ready & connection->interest & POLLER_WRITABLE) {
        crew->now = clock_now();
        send_request(connection, crew, crew->now);
    } else {
        connection_receive(connection, crew, ready);
    }
}

void connection_drip(struct connection *connection, struct crew *crew)
{
    if (connection->drip > 0 && connection->state == CONNECTION_AWAITING_REPLY &&
        connection->unsent.length > 0 && due(connection, crew) > 0)
        send_request(connection, crew, crew->now);
}

void connection_expire(struct connection *connection, struct crew *crew)
{
    if (connection->state > CONNECTION_RESTING && crew->now - connection->started >= crew->timeout)
        connection_fail(connection, crew, FAILURE_TIMED_OUT);
}
