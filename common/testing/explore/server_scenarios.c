/*
 * server_scenarios.c - the whole server.c of a stage with threads, on a network that is none: what server.h and
 * conversation_run.h declare is faked here, and some clients come one after the other.
 */
#include "common/server/conversation_run.h"
#include "common/server/server.h"
#include "common/socket/clock.h"
#include "explore.h"

#include <stdio.h>
#include <string.h>

enum { MOST_CLIENTS = 3 };

int stage_main(int argc, char *argv[]); /* main() of server.c */

const struct stage this_stage = {.name = "server"};

static const char *states[MOST_CLIENTS + 1]; /* of client 1, 2, … */
static int coming, accepted, ready;          /* clients */
static bool at_once; /* each client stays until the other is being served, too */
static sem_t being_served[MOST_CLIENTS + 1];

static void show(char *text, size_t size)
{
    int used = 0;
    for (int i = 1; i <= accepted && used < (int)size; i++)
        used +=
            snprintf(text + used, size - (size_t)used, "%s%d %s", i == 1 ? "" : ", ", i, states[i]);
}

bool server_start(struct server *server, const struct stage *stage, int argc, char *argv[])
{
    (void)stage, (void)argc, (void)argv;
    *server = (struct server){.options = {.max_clients = 2, .workers = 2, .queue = 1}};
    return true;
}

int server_complain(const struct server *server, const char *what, const char *why)
{
    (void)server;
    explore_promise(false, "the start fails: %s: %s.", what, why);
    return 1;
}

void server_say_ready(const struct server *server)
{
    (void)server;
    ready++;
}

bool server_accept(struct server *server, struct client *client)
{
    (void)server;
    explore_promise(ready == 1, "the loop begins before server_say_ready().");
    explore_promise(client != NULL, "%s accepts a client, and has no struct client for it.",
                    explore_name());
    explore_step("calls accept");
    if (accepted == coming)
        return false;
    client->descriptor = ++accepted;
    states[accepted] = "waits";
    return true;
}

static int number_of(const struct client *client, const char *does, const char *state)
{
    int number = client == NULL ? 0 : client->descriptor;
    explore_promise(number >= 1 && number <= accepted,
                    "%s %s a struct client that holds no client.", explore_name(), does);
    explore_promise(strcmp(states[number], state) == 0, "%s %s client %d, which is: %s.",
                    explore_name(), does, number, states[number]);
    return number;
}

void conversation_run(const struct server *server, struct client *client)
{
    (void)server;
    int number = number_of(client, "serves", "waits");
    states[number] = "served";
    explore_step("serves client %d", number);
    if (at_once) {
        sem_post(&being_served[number]);
        sem_wait(&being_served[coming + 1 - number]);
    }
    explore_promise(client->descriptor == number,
                    "client %d came into the struct of client %d, which was being served.",
                    client->descriptor, number);
    states[number] = "done";
}

void server_close(struct server *server, struct client *client)
{
    (void)server;
    int number = number_of(client, "closes", "done");
    explore_step("closes client %d", number);
    states[number] = "closed";
    client->descriptor = -1;
}

void conversation_refuse(struct server *server, struct client *client)
{
    (void)server;
    int number = number_of(client, "refuses", "waits");
    explore_step("refuses client %d", number);
    states[number] = "closed";
    client->descriptor = -1;
}

void clock_sleep(unsigned milliseconds)
{
    (void)milliseconds;
    explore_step("sleeps");
}

int server_finish(struct server *server)
{
    (void)server;
    for (int i = 1; i <= coming; i++)
        explore_promise(i <= accepted && strcmp(states[i], "closed") == 0,
                        "the server ends, and client %d is: %s.", i,
                        i <= accepted ? states[i] : "not accepted");
    return 0;
}

static void serve(int clients, bool together)
{
    char name[] = "server";
    coming = clients, at_once = together;
    for (int i = 1; i <= coming; i++)
        sem_init(&being_served[i], 0, 0);
    explore_promise(stage_main(1, (char *[]){name, NULL}) == 0,
                    "main() does not return what server_finish() returns.");
}

static void one_after_the_other(void)
{
    serve(MOST_CLIENTS, false);
}

static void two_at_once(void)
{
    serve(2, true);
}

#ifdef EXPLORE_CREATE_MAY_FAIL
enum { CREATE_MAY_FAIL = true };
#else
enum { CREATE_MAY_FAIL = false };
#endif

const struct scenario scenarios[] = {
    {"at-once", "two clients are served at the same time.", two_at_once, show, "clients", false},
    {"serve",
     "three clients, two places: each client is served once, in a struct of its own, and closed "
     "before the server ends.",
     one_after_the_other, show, "clients", CREATE_MAY_FAIL},
    {NULL, NULL, NULL, NULL, NULL, false},
};
