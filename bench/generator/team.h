/*
 * team.h - the threads of the load: each with its share of the clients, and the sum of them all.
 */
#ifndef TEAM_H
#define TEAM_H

#include "bench/generator/command/load_options.h"
#include "dial.h"
#include "measure.h"
#include "window.h"

/* Shares the clients out among the threads. 0, or -1 and errno. */
int team_create(const struct load_options *options, const struct target *target,
                const struct dialler *dialler, struct window *window, struct results *results);

/* The first client gets a connection that has been made already. 0, or -1 and errno. */
int team_adopt(int descriptor);

/* Starts the threads. Returns whether they could be; if not, it has been said why. */
bool team_start(void);

/* Whether a thread is still at work. */
bool team_is_running(void);

/* Waits for those that were started. */
void team_join(void);

/* Closes all connections, and adds the threads' figures up. */
void team_gather(struct results *results);

#endif
