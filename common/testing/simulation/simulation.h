/*
 * simulation.h - plays the schedule of one seed to its end, in each way in which the servers run a conversation:
 * blocking (01 to 04), step by step (05), and refused. checks.h checks each of them.
 *
 *     seed ──► schedule ──► network ◄──► the real conversation.c, client.c and http service
 *                              └──► checks ──► verdict
 */
#ifndef SIMULATION_H
#define SIMULATION_H

#include "checks.h"

#include "common/server/server.h"

enum simulation_way { SIMULATION_BLOCKING, SIMULATION_BY_STEPS, SIMULATION_REFUSED };

/* Plays a seed's schedule. Returns whether all promises were kept; if not, *verdict says which was broken. */
bool simulation_run(uint64_t seed, struct verdict *verdict);

/* The same with every call and event written to `log`, in readable lines. */
bool simulation_replay(uint64_t seed, struct verdict *verdict, FILE *log);

/* Plays a given schedule. */
bool simulation_play(const struct schedule *schedule, struct verdict *verdict);

/* Instead of server_somebody_waits(): the schedule's dice decide. */
bool simulation_somebody_waits(const struct server *server);

/* Instead of server_close(): there is no descriptor to close. */
void simulation_server_close(struct server *server, struct client *client);

#endif
