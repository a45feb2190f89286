/*
 * conversation_run.h - a whole conversation in one call, for a socket that blocks: stages 01 to 04.
 *
 * While a client is silent, the call waits, and with it the process or the thread that made it. That is the
 * difference between 01 to 04 and 05, which calls the steps of conversation.h itself.
 */
#ifndef CONVERSATION_RUN_H
#define CONVERSATION_RUN_H

#include "server.h"

/* Serves one client until the conversation has ended. The caller closes it (server_close). */
void conversation_run(const struct server *server, struct client *client);

/* For a client that the server cannot serve now: sends the service's words for "not now" (503 in http), and
 * closes. Takes 0.2 s at most, and usually far less. */
void conversation_refuse(struct server *server, struct client *client);

#endif
