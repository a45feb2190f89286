/*
 * conversation.h - one client's life, from accept to close.
 *
 *     RECEIVING ──► the service responds ──► SENDING ──► RECEIVING, the next request … or ENDED
 *                                               └──────► LINGERING ──► ENDED
 *
 * A step does what the state calls for, and changes the state. Stage 05 calls it when select() says that the
 * socket is ready, so the step never waits. In 01 to 04 the socket blocks, so the same step waits until it can
 * go on (conversation_run.h).
 *
 * Deadlines are absolute: a client cannot buy time with one byte now and then. --timeout limits
 *   - how long a client may be silent before a request;
 *   - how long it may take from the first byte of a request to the last;
 *   - how long it may take to accept the next 64 KiB of its reply.
 */
#ifndef CONVERSATION_H
#define CONVERSATION_H

#include "server.h"

/* For a client that was just accepted: sets the first state and the first deadline. */
void conversation_begin(const struct server *server, struct client *client);

/* The same for a client that the server cannot serve now: the service's words for "not now" are put into its
 * output, and have 0.1 s to be sent. */
void conversation_begin_refusal(const struct server *server, struct client *client);

/* One step. Afterwards client->state says what to wait for and client->deadline until when, or client->state is
 * CLIENT_ENDED: then close the client (server_close). */
void conversation_step(const struct server *server, struct client *client);

/* Call this when the deadline has passed. The service may have a last word (408 in http), so the client has not
 * always ended afterwards. */
void conversation_expire(const struct server *server, struct client *client);

/* Ends the conversation now, for this reason; --verbose prints it. */
void conversation_end(const struct server *server, struct client *client, const char *reason);

#endif
