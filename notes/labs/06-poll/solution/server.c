/*
 * 06-poll - one thread, all clients: I/O multiplexing with poll(2).
 *
 *     watched:  [ listener | client | client | client | ... ]      what poll() looks at
 *     serving:  [          | client | client | client | ... ]      the client at the same place
 *                          └── the last one replaces one that leaves: no holes ──┘
 *
 * Since 05: a list of descriptors in the place of a set of bits. A descriptor's number no longer
 * matters, so FD_SETSIZE is no limit; and poll() keeps its question and its answer apart.
 * Cost:     the kernel still looks at every descriptor of the list each time.
 */
#include "common/server/clients.h"
#include "common/socket/clock.h"
#include "common/server/conversation.h"
#include "common/server/server.h"
#include "common/server/stop.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>

static struct server server;
static struct clients clients;
static struct pollfd *watched;              /* [0] is the listener */
static struct client **serving;             /* by the place in watched; [0] is not used */
static nfds_t count = 1;                    /* places in use */
static int64_t next_deadline = NO_DEADLINE; /* no client's deadline is earlier */

/* [interest] */
static void watch(nfds_t at)
{
    struct client *client = serving[at];
    /* Write interest only while output is owed: a socket is nearly always ready for writing, and
     * poll() would return at once, again and again, with nothing to do. */
    watched[at].events = client->state == CLIENT_SENDING ? POLLOUT : POLLIN;
    if (client->deadline < next_deadline)
        next_deadline = client->deadline;
}
/* [/interest] */

/* [add] */
static void add(struct client *client)
{
    conversation_begin(&server, client);
    serving[count] = client;
    watched[count] = (struct pollfd){.fd = client->descriptor};
    watch(count++);
}
/* [/add] */

/* [settle] */
/* After a step: watches the client for the next one, or closes it. */
static void settle(nfds_t at)
{
    struct client *client = serving[at];
    if (client->state != CLIENT_ENDED) {
        watch(at);
        return;
    }
    count--;
    serving[at] = serving[count];
    watched[at] = watched[count];
    server_close(&server, client);
    clients_return(&clients, client);
}
/* [/settle] */

/* [accept] */
/* Returns when to look at the listener again: 0 for at once, NO_DEADLINE for never. */
static int64_t accept_one(void)
{
    enum accept_verdict verdict;
    struct client *client = clients_take(&clients);

    if (server_try_accept(&server, client, &verdict)) {
        add(client);
        return 0;
    }
    clients_return(&clients, client);
    if (verdict == ACCEPT_BACK_OFF) /* it stays "ready": without a pause the loop would spin */
        return clock_now() + ACCEPT_PAUSE_MS * MILLISECOND;
    return verdict == ACCEPT_FATAL ? NO_DEADLINE : 0;
}
/* [/accept] */

/* [deadlines] */
/* Ends the clients that have used up their time, and finds the next deadline. */
static void expire(int64_t now)
{
    next_deadline = NO_DEADLINE;
    /* From the end: the client that settle() moves into a free place has had its turn. */
    for (nfds_t at = count - 1; at > 0; at--) {
        if (serving[at]->deadline <= now)
            conversation_expire(&server, serving[at]);
        settle(at);
    }
}
/* [/deadlines] */

/* [ready] */
static void serve_ready(int ready)
{
    for (nfds_t at = count - 1; ready > 0 && at > 0; at--) {
        /* Any answer counts, also POLLERR and POLLHUP, which poll() reports without being asked: the
         * step finds out what happened. Without a step poll() would report them again at once. */
        if (watched[at].revents == 0)
            continue;
        ready--;
        conversation_step(&server, serving[at]);
        settle(at);
    }
}
/* [/ready] */

/* How long poll() may wait: until `wake`, in milliseconds, rounded up; -1: without limit. */
static int milliseconds_until(int64_t wake, int64_t now)
{
    if (wake == NO_DEADLINE)
        return -1;
    int64_t wait = wake <= now ? 0 : (wake - now + MILLISECOND - 1) / MILLISECOND;
    return wait < INT_MAX ? (int)wait : INT_MAX;
}

/* [loop] */
static void run(void)
{
    int64_t accept_at = 0; /* when to accept again; NO_DEADLINE: never */

    while (accept_at != NO_DEADLINE || count > 1) {
        /* At the limit we do not watch the listener: the next clients wait in the kernel's queue.
         * poll() ignores a negative descriptor. */
        int64_t now = clock_now();
        bool accepting = clients.free_count > 0 && accept_at <= now;
        watched[0] = (struct pollfd){.fd = accepting ? server.listener : -1, .events = POLLIN};

        int64_t wake = accept_at > now && accept_at < next_deadline ? accept_at : next_deadline;
        int ready = poll(watched, count, milliseconds_until(wake, now));
        /* Read the clock before serving. If slow work (/sleep) holds up the loop, a client whose bytes
         * came meanwhile is found ready in the next turn, before its deadline counts. */
        now = clock_now();
        if (ready > 0) { /* after EINTR the answers are the old ones */
            bool arrival = watched[0].revents != 0;
            serve_ready(ready - arrival);
            if (arrival)
                accept_at = accept_one();
        }
        if (stop_requested())
            accept_at = NO_DEADLINE;
        if (now >= next_deadline)
            expire(now);
    }
}
/* [/loop] */

int main(int argc, char *argv[])
{
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    watched = calloc(server.options.max_clients + 1, sizeof *watched);
    serving = calloc(server.options.max_clients + 1, sizeof(struct client *));
    if (watched == NULL || serving == NULL ||
        clients_create(&clients, server.options.max_clients) == -1)
        return server_complain(&server, "--max-clients", "not enough memory");
    /* A connection can be gone again between poll() and accept(). A blocking accept() would then wait
     * for the next client, and all others would wait with it (accept(2), NOTES). */
    if (!server_set_non_blocking(&server))
        return server.exit_status;
    server_say_ready(&server);
    run();
    /* Freed for the sake of builds with sanitizers: else they search 200 MB for leaks. */
    free(clients.all);
    free(clients.free);
    free(watched);
    free(serving);
    return server_finish(&server);
}
