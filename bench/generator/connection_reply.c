/* connection_reply.c - receives a reply, and then frees the connection or waits for the server's close. */
#include "connection_parts.h"

#include "common/socket/clock.h"
#include "bench/generator/figures/tally.h"

#include <sys/socket.h>

/* The request is over, and the connection free for the next. */
static void finish(struct connection *connection, struct crew *crew)
{
    tally_reply(connection, crew);
    if (connection->state == CONNECTION_AWAITING_CLOSE)
        connection_hang_up(connection, crew);
    connection->state = CONNECTION_FREE;
}

/* The reply's last byte, or its end, has come. */
static void complete(struct connection *connection, struct crew *crew)
{
    connection->row.done = crew->now;
    tally_answered(connection, crew);
}

static void take(struct connection *connection, struct crew *crew, size_t length)
{
    size_t used;
    enum reply_progress progress = reply_read(&connection->reply, crew->buffer, length, &used);
    if (progress == REPLY_MORE)
        return;
    if (progress == REPLY_DONE) {
        complete(connection, crew);
        if (used < length) /* no request has asked for more */
            connection->reply.fault = REPLY_WRONG_LENGTH;
    }
    if (progress == REPLY_BROKEN || used < length || connection->unsent.length > 0) {
        connection_fail(connection, crew, tally_fault(connection->reply.fault));
    } else if (connection->last || connection->reply.closing) {
        /* The side that closes first keeps the port for a minute (TIME_WAIT): let it be the server.
         * In http it was asked to; in echo (RFC 862) it goes on until we have finished. */
        if (crew->target->scheme == SCHEME_ECHO)
            shutdown(connection->descriptor, SHUT_WR);
        connection->state = CONNECTION_AWAITING_CLOSE;
    } else {
        finish(connection, crew);
    }
}

/* The server has closed the connection. */
static void take_end(struct connection *connection, struct crew *crew)
{
    if (connection->state != CONNECTION_AWAITING_CLOSE) {
        if (connection->unsent.length > 0 || !reply_end(&connection->reply)) {
            connection_fail(connection, crew, FAILURE_CLOSED_EARLY);
            return;
        }
        complete(connection, crew);
        connection->state = CONNECTION_AWAITING_CLOSE;
    }
    finish(connection, crew);
}

void connection_receive(struct connection *connection, struct crew *crew, unsigned ready)
{
    ssize_t received = recv(connection->descriptor, crew->buffer, sizeof crew->buffer, 0);
    crew->now = clock_now();
    if (received == -1) {
        connection_fail_by_errno(connection, crew);
        return;
    }
    if (connection->received == 0 && received > 0)
        connection->row.first_byte = crew->now;
    connection->received += (uint64_t)received;
    if (received == 0)
        take_end(connection, crew);
    else if (connection->state == CONNECTION_AWAITING_CLOSE)
        connection_fail(connection, crew, FAILURE_WRONG_LENGTH);
    else
        take(connection, crew, (size_t)received);
    /* The end came together with the last bytes, and the poller said so: no recv() to be told 0. */
    if (connection->state == CONNECTION_AWAITING_CLOSE && (ready & POLLER_FINISHED) &&
        (size_t)received < sizeof crew->buffer)
        finish(connection, crew);
}
