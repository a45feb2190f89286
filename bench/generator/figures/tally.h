/*
 * tally.h - into which figure a request goes when it is over.
 *
 * Each request passes tally_begun() and then exactly one of tally_reply(), tally_failure() and
 * tally_unfinished(); so each is in exactly one column of the ledger. The slow clients beside the
 * load have figures of their own; and a timeline, if there is one, is told of all.
 */
#ifndef TALLY_H
#define TALLY_H

#include "bench/generator/connection.h"

/* A request begins, and counts from connection->began. */
void tally_begun(struct connection *connection, struct crew *crew);

/* Connecting ended at `now`. */
void tally_connected(struct connection *connection, struct crew *crew, int64_t now);

/* A reply is complete, right or wrong, and the connection may go on. */
void tally_answered(struct connection *connection, struct crew *crew);

/* The request is over at crew->now: it has failed, */
void tally_failure(struct connection *connection, struct crew *crew, enum failure failure);

/* of an errno that has no name here, which FAILURE_OTHER will be said to stand for, */
void tally_errno(const struct connection *connection, struct crew *crew, int error);

/* or has had its reply, right or wrong, at row.done, */
void tally_reply(struct connection *connection, struct crew *crew);

/* or was still under way at the very end. */
void tally_unfinished(struct connection *connection, struct crew *crew);

/* The failure that a wrong reply is. */
enum failure tally_fault(enum reply_fault fault);

/* A request of an open loop was due in the measured time, and has not even begun at the end. */
void tally_overdue(struct crew *crew, int64_t due);

/* The connection makes no more requests. */
void tally_end(const struct connection *connection, struct crew *crew);

/* At last: if the client has waited for a reply through the measured time, or longer than any reply
 * has taken (`longest`), that wait belongs among the latencies. */
void tally_wait(const struct connection *connection, struct figures *figures, int64_t longest);

#endif
