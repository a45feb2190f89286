/*
 * connection_parts.h - what the two files of connection.h share: connection.c connects and sends,
 * connection_reply.c receives.
 */
#ifndef CONNECTION_PARTS_H
#define CONNECTION_PARTS_H

#include "connection.h"

/* Closes the descriptor, if there is one. */
void connection_hang_up(struct connection *connection, struct crew *crew);

/* The request has failed at crew->now. */
void connection_fail(struct connection *connection, struct crew *crew, enum failure failure);

/* The same for what errno says, if that is a failure, and not only "not now". */
void connection_fail_by_errno(struct connection *connection, struct crew *crew);

/* Receives what is there, and goes on as far as that leads. `ready` is the poller's. */
void connection_receive(struct connection *connection, struct crew *crew, unsigned ready);

#endif
