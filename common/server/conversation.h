/*
 * conversation.h - one client's life, from accept to close.
 *
 *     RECEIVING ──► the service responds ──► SENDING ──► RECEIVING, the next request … or ENDED
 *                                               └──────► LINGERING ──► ENDED
 *
 * A step does what the state calls for. On a blocking socket it waits for that to be possible: this
 * is conversation_run(), which 01 to 04 call. Stage 05 calls the very same step when select() has
 * said that it is possible, and so never waits.
 *
 * Deadlines are absolute, so that a client cannot buy time with one byte now and then. --timeout is
 * how long a client may be silent before a request; how long it may take from a request's first
 * byte to its last; and how long it may take to accept the next 64 KiB of its reply.
 */
#ifndef CONVERSATION_H
#define CONVERSATION_H

#include "server.h"

/* A freshly accepted client: the first state and deadline. */
void conversation_begin(const struct server *server, struct client *client);

/* One step. Afterwards client->state says what to wait for, and client->deadline until when; or
 * that the client has ended and is to be closed (server_close). */
void conversation_step(const struct server *server, struct client *client);

/* The deadline has passed. The service may have a last word, so this is not always the end. */
void conversation_expire(const struct server *server, struct client *client);

/* The whole conversation, for a blocking socket. */
void conversation_run(const struct server *server, struct client *client);

/* Instead of a conversation: the service's words for "not now", and goodbye, within 0.1 s. */
void conversation_refuse(const struct server *server, struct client *client);

#endif
