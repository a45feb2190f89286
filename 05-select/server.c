/*
 * 05-select - one thread, all clients: I/O multiplexing with select(2).
 *
 *               +--------------- select(): who is ready? ---+
 *               v                                           |
 *           client 1: receive   client 7: send   client 3: receive
 *           client 2, 4, 5, 6: not ready, so not touched
 *
 * A second client arrives while the first is still being served: the program serves each client that
 * is ready one step further, and waits for none of them. A process or a thread kept a client's state
 * on its stack ("in the middle of its reply"); here the program keeps it, in each struct client.
 *
 * Since 04: one thread, and no call that waits except select() itself.
 * Cost:     select() looks at every descriptor each time: with 1,000 idle clients that is most of
 *           the work.
 * Breaks:   with slow work (/sleep, /spin), which holds up all clients; and beyond FD_SETSIZE
 *           descriptors.
 * Try:      make run-05; leave nc localhost 8080 waiting in three windows, and curl is still
 *           served at once. Then curl localhost:8080/sleep/5000, and in another window /hello:
 *           that one waits.
 * Read:     conversation_step() in ../common/server/conversation.c: the same steps as in 01 to 04.
 */
#include "common/server/clients.h"
#include "common/server/conversation.h"
#include "common/server/server.h"
#include "common/server/stop.h"
#include "common/socket/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/select.h>

static struct server server;
static struct clients clients;
static struct client *serving[FD_SETSIZE]; /* by descriptor; NULL: not a client */

/* [interest] */
/* What we wait for. The sets stay from turn to turn and change when a client's state changes: to build
 * them anew from the table in each turn would cost more than select() itself. */
static fd_set reading, writing;
static int highest;                         /* the greatest descriptor in the sets */
static int64_t next_deadline = NO_DEADLINE; /* no client's deadline is earlier */

static void watch(struct client *client)
{
    int descriptor = client->descriptor;

    /* Write interest only while output is owed: a socket is nearly always ready for writing, and
     * select() would return at once, again and again, with nothing to do. */
    if (client->state == CLIENT_SENDING) {
        FD_CLR(descriptor, &reading);
        FD_SET(descriptor, &writing);
    } else {
        FD_SET(descriptor, &reading);
        FD_CLR(descriptor, &writing);
    }
    if (client->deadline < next_deadline)
        next_deadline = client->deadline;
}
/* [/interest] */

static void add(struct client *client)
{
    /* main() prevents this, unless setrlimit() failed. FD_SET would write past the end of the set. */
    if (client->descriptor >= FD_SETSIZE) {
        server_close(&server, client);
        clients_return(&clients, client);
        return;
    }
    serving[client->descriptor] = client;
    if (client->descriptor > highest)
        highest = client->descriptor;
    conversation_begin(&server, client);
    /* We do not read yet: the request is seldom here so soon, and select() will say when it is. */
    watch(client);
}

/* After a step: watches the client for the next one, or closes it. */
static void settle(struct client *client)
{
    if (client->state != CLIENT_ENDED) {
        watch(client);
        return;
    }
    FD_CLR(client->descriptor, &reading);
    FD_CLR(client->descriptor, &writing);
    serving[client->descriptor] = NULL;
    while (highest > server.listener && serving[highest] == NULL)
        highest--;
    server_close(&server, client);
    clients_return(&clients, client);
}

/* [accept] */
/* Accepts one client and no more: the next turn comes soon, and a loop until accept() says EAGAIN
 * would cost one useless call in most turns. Returns when to look at the listener again: 0 means at
 * once, NO_DEADLINE never. */
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
    for (int descriptor = 0; descriptor <= highest; descriptor++) {
        struct client *client = serving[descriptor];
        if (client == NULL)
            continue;
        if (client->deadline <= now)
            conversation_expire(&server, client);
        settle(client);
    }
}
/* [/deadlines] */

/* [ready] */
static void serve_ready(const fd_set *readable, const fd_set *writable, int ready)
{
    for (int descriptor = 0; ready > 0 && descriptor <= highest; descriptor++) {
        if (!FD_ISSET(descriptor, readable) && !FD_ISSET(descriptor, writable))
            continue;
        ready--;
        if (serving[descriptor] != NULL) { /* the listener is in the sets, but not in this table */
            conversation_step(&server, serving[descriptor]);
            settle(serving[descriptor]);
        }
    }
}
/* [/ready] */

/* [loop] */
static int run(void)
{
    int64_t accept_at = 0; /* when to accept again; NO_DEADLINE: never */

    FD_ZERO(&reading);
    FD_ZERO(&writing);

    while (accept_at != NO_DEADLINE || clients.free_count < clients.total) {
        /* At the limit we do not watch the listener: the next clients wait in the kernel's queue. */
        int64_t now = clock_now();
        if (clients.free_count > 0 && accept_at <= now)
            FD_SET(server.listener, &reading);
        else
            FD_CLR(server.listener, &reading);

        int64_t wake = accept_at > now && accept_at < next_deadline ? accept_at : next_deadline;
        struct timeval wait = clock_timeval(wake - now);
        fd_set readable = reading, writable = writing; /* select() overwrites what it is given */
        struct timeval *limit = wake == NO_DEADLINE ? NULL : &wait; /* NULL: wait without limit */
        int ready = select(highest + 1, &readable, &writable, NULL, limit);
        /* EINTR: a signal came. Any other error would come again at once, and the loop would spin. */
        if (ready == -1 && errno != EINTR)
            return server_complain(&server, "select", strerror(errno));
        /* Read the clock before serving. If slow work (/sleep) holds up the loop, a client whose bytes
         * came meanwhile is found ready in the next turn, before its deadline counts. */
        now = clock_now();
        if (ready > 0) {
            serve_ready(&readable, &writable, ready);
            if (FD_ISSET(server.listener, &readable))
                accept_at = accept_one();
        }
        if (stop_requested())
            accept_at = NO_DEADLINE;
        if (now >= next_deadline)
            expire(now);
    }
    return 0;
}
/* [/loop] */

int main(int argc, char *argv[])
{
    /* FD_SET(1024, …) would write past the end of the set, and neither compiler nor kernel would
     * notice. So we tell the kernel never to give this process a descriptor that large. */
    clients_limit_descriptors(FD_SETSIZE);
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    if (clients_create(&clients, server.options.max_clients) == -1)
        return server_complain(&server, "--max-clients", "not enough memory");
    /* [prepare] */
    /* A connection can be gone again between select() and accept(). A blocking accept() would then
     * wait for the next client, and all others would wait with it (accept(2), NOTES). */
    if (!server_set_non_blocking(&server))
        return server.exit_status;
    /* [/prepare] */
    highest = server.listener;
    server_say_ready(&server);
    if (run() != 0)
        server.exit_status = 1;
    return server_finish(&server);
}
