/*
 * server.h - what the five servers do alike: start, accept, close, stop.
 *
 *     server_start ─► server_accept ─► … the model: who serves this client, and when …
 *                                                                  ─► server_finish
 */
#ifndef SERVER_H
#define SERVER_H

#include "common/socket/client.h"
#include "common/socket/listener.h"
#include "options.h"
#include "common/service/service.h"

#include <stdbool.h>

struct server {
    struct options options;
    int listener; /* the listening socket */
    const struct service *service;
    struct context context; /* what the service may know */
    int exit_status;        /* for main: 0, 1 (it cannot listen, or no longer), 2 (usage) */
    bool non_blocking;      /* the listener, and so whatever is accepted */
    bool short_of;          /* accept fails for want of something, and this has been said */
    bool in_worker; /* of a pool of processes: the parent shuts the shared listener down, and its
                       signal may come a little later */
};

/* Reads the command line and the pages, and opens the listening socket. False: there is nothing to
 * serve (it has been said why), so return server->exit_status. */
bool server_start(struct server *server, const struct stage *stage, int argc, char *argv[]);

/* The two halves of server_start(), for a program that opens a listening socket of another kind in
 * the place of the second: it sets server->listener, and calls stop_install() (stop.h). */
bool server_prepare(struct server *server, const struct stage *stage, int argc, char *argv[]);
bool server_listen(struct server *server);

/* Says "name: what: why" on standard error, for a start that fails. Returns the exit status, 1. */
int server_complain(const struct server *server, const char *what, const char *why);

/* The line "NAME: listening on URL" on standard output: from now on clients are served. */
void server_say_ready(const struct server *server);

/* The next client, counted in. Waits until there is one; false: the server has been told to stop.
 * An accept that fails is tried again, at once or after a pause (listener.h). */
bool server_accept(struct server *server, struct client *client);

/* From now on neither the listening socket nor any accepted one blocks. False: it cannot be. */
bool server_set_non_blocking(struct server *server);

/* One try: whether there is a client; if not, *verdict says what to do. */
bool server_try_accept(struct server *server, struct client *client, enum accept_verdict *verdict);

/* Whether a client waits that nobody serves: in the kernel's queue, or in a pool's. */
bool server_somebody_waits(const struct server *server);

/* Closes a client that conversation.h has ended, and counts it out. */
void server_close(struct server *server, struct client *client);

/* Turns a client away that cannot be served now (503 in http), and closes it. */
void server_refuse(struct server *server, struct client *client);

/* The summary line. Returns the exit status for main. */
int server_finish(struct server *server);

#endif
