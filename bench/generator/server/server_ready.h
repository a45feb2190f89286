/*
 * server_ready.h - from a command line to a server that listens, and where.
 *
 * Our servers say so: "NAME: listening on URL". Any other server is asked, by connecting to its
 * port again and again; which port that is, has to be known before.
 */
#ifndef SERVER_READY_H
#define SERVER_READY_H

#include "server_process.h"
#include "bench/generator/protocol/target.h"

/* Starts the command, waits until it listens, and fills in which server to ask: at `url`, or, if that is
 * NULL, at the free port that was put in the place of PORT_WORD, or else where the server's own
 * line says; for `path`, if not NULL. Returns false, with why, and leaves nothing running, if it
 * does not listen in ten seconds. */
bool server_ready_start(struct server_process *process, struct target *target, const char *command,
                        const char *url, const char *path, char *why, size_t why_size);

#endif
