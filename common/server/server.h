/*
 * server.h - what the five servers do alike: start, accept, close, stop.
 *
 *     server_start ─► server_accept ─► … the model: who serves this client, and when …
 *                                                                  ─► server_finish
 */
#ifndef SERVER_H
#define SERVER_H

#include "common/service/service.h"
#include "common/socket/client.h"
#include "common/socket/listener.h"
#include "options.h"

#include <stdbool.h>

struct server {
    struct options options;
    int listener; /* the listening socket */
    const struct service *service;
    struct context context; /* what the service may know */
    int exit_status;   /* what main returns: 0; 1: it cannot listen (any more); 2: wrong usage */
    bool event_driven; /* one thread serves all clients, so no socket blocks */
    bool short_of;     /* accept() fails for want of memory or descriptors, and we have said so */
};

/* Reads the command line and the files of --root, and opens the listening socket. False: there is nothing to
 * serve, and the reason has been printed; return server->exit_status from main. */
bool server_start(struct server *server, const struct stage *stage, int argc, char *argv[]);

/* Prints "NAME: what: why" on standard error when the start fails. Returns the exit status, 1. */
int server_complain(const struct server *server, const char *what, const char *why);

/* Prints "NAME: listening on URL" on standard output. Call it when clients can be served. */
void server_say_ready(const struct server *server);

/* Waits for the next client, accepts it and counts it. False: the server has been told to stop. If accept()
 * fails, it is called again, at once or after a pause (listener.h). */
bool server_accept(struct server *server, struct client *client);

/* Makes the listening socket non-blocking, and each socket accepted from now on. False: it was not possible, and
 * the reason has been printed. */
bool server_set_non_blocking(struct server *server);

/* Calls accept() once. True: there is a client. False: *verdict says what to do (listener.h). */
bool server_try_accept(struct server *server, struct client *client, enum accept_verdict *verdict);

/* Whether a client waits for its turn, in the kernel's queue or in a pool's. */
bool server_somebody_waits(const struct server *server);

/* Closes a client whose conversation has ended, and counts it as departed. */
void server_close(struct server *server, struct client *client);

/* Prints the summary line. Returns the exit status for main. */
int server_finish(struct server *server);

/* The three parts of server_start(), for a program that does one of them in its own way (labs 8 to 10). A
 * program that opens the listening socket itself sets server->listener and calls stop_install() (stop.h). */
bool server_prepare(struct server *server, const struct stage *stage, int argc, char *argv[]);
bool server_read_pages(struct server *server);
bool server_listen(struct server *server);

#endif
