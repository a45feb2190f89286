/*
 * tally.h - into which figure a request goes when it is over, and whether it goes into any.
 *
 * What began in the warm-up, or was not over when the time was up, is in none; the slow clients
 * beside the load have figures of their own; and a timeline, if there is one, is told of all.
 */
#ifndef TALLY_H
#define TALLY_H

#include "bench/generator/connection.h"

/* Connecting ended at `now`. */
void tally_connected(struct connection *connection, struct crew *crew, int64_t now);

/* The request is over at crew->now: it has failed, */
void tally_failure(struct connection *connection, struct crew *crew, enum failure failure);

/* of an errno that has no name here, which FAILURE_OTHER will be said to stand for, */
void tally_errno(const struct connection *connection, struct crew *crew, int error);

/* or has its reply, right or wrong, */
void tally_reply(struct connection *connection, struct crew *crew);

/* or was still under way at the very end. */
void tally_unfinished(struct connection *connection, struct crew *crew);

/* The failure that a wrong reply is. */
enum failure tally_fault(enum reply_fault fault);

/* A request that was due then has had no reply until now; an open loop counts it with the time that
 * it has waited, which is the least that its latency can become. */
void tally_waited(struct crew *crew, int64_t due);

/* The end of the measured time. */
void tally_settle(const struct connection *connection, struct crew *crew);

/* The very end, when the last replies have been waited for, too. A connection on which nothing at
 * all has come from the server, not a byte and not a close, since `patience` nanoseconds before the
 * end of the measured time is counted as stuck: its request is neither a reply nor a failure, and a
 * client that was never served must not vanish. */
void tally_stuck(const struct connection *connection, struct crew *crew, int64_t patience);

#endif
