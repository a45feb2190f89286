/*
 * 05-select - one thread, all clients: I/O multiplexing with select(2).
 *
 *               +--------------- select(): who is ready? ---+
 *               v                                           |
 *           client 1: receive   client 7: send   client 3: receive
 *           client 2, 4, 5, 6: not ready, so not touched
 *
 * A second client arrives while the first is still being served: whoever is ready is served a step
 * further, and nobody is waited for. What a process or a thread kept on its stack ("this client is
 * in the middle of its reply") the program now keeps itself, in each struct client.
 *
 * Since 04: no thread, no lock, and no call that waits, but for select() itself.
 * Cost:     select() looks at every descriptor each time: with 1,000 idle clients that is most
 *           of it.
 * Breaks:   with slow work (/sleep, /spin), which holds up everybody; beyond FD_SETSIZE
 *           descriptors.
 * Try:      make run-05; leave nc localhost 8080 waiting in three windows, and curl is still
 *           served at once. Then curl localhost:8080/sleep/5000, and in another window /hello:
 *           that waits.
 * Read:     conversation_step() in ../common/server/conversation.c: the steps are the same as in 01.
 */
#include "common/server/clients.h"
#include "common/socket/clock.h"
#include "common/server/conversation.h"
#include "common/server/server.h"
#include "common/server/stop.h"

#include <sys/select.h>

static struct server server;
static struct clients clients;
static struct client *serving[FD_SETSIZE]; /* by descriptor; NULL: not a client */

/* [interest] */
/* What is waited for. Kept from turn to turn and changed when a client's state changes: to rebuild
 * these sets from the table each time would cost more than select() itself. */
static fd_set reading, writing;
static int highest;                         /* the greatest descriptor in them */
static int64_t next_deadline = NO_DEADLINE; /* no client's comes earlier */

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
    serving[client->descriptor] = client;
    if (client->descriptor > highest)
        highest = client->descriptor;
    conversation_begin(&server, client);
    /* Not read yet: its request is seldom there already, and select() will tell. */
    watch(client);
}

/* After a step: go on watching it, or let it go. */
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
/* Accepts one client: the next turn of the loop comes soon, and to try again until there is nobody
 * left would mean one useless call in most turns. Returns when to look at the listener again:
 * 0 for at once, NO_DEADLINE for never. */
static int64_t accept_one(void)
{
    enum accept_verdict verdict;
    struct client *client = clients_take(&clients);

    if (server_try_accept(&server, client, &verdict)) {
        add(client);
        return 0;
    }
    clients_return(&clients, client);
    if (verdict == ACCEPT_BACK_OFF) /* it would stay "ready", and the loop would spin */
        return clock_now() + ACCEPT_PAUSE_MS * MILLISECOND;
    return verdict == ACCEPT_FATAL ? NO_DEADLINE : 0;
}
/* [/accept] */

/* [deadlines] */
/* Lets go whoever has used up its time, and finds the next deadline. */
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
        if (serving[descriptor] != NULL) { /* the listener is not in this table */
            conversation_step(&server, serving[descriptor]);
            settle(serving[descriptor]);
        }
    }
}
/* [/ready] */

/* [loop] */
static void run(void)
{
    int64_t accept_at = 0; /* not earlier */

    while (accept_at != NO_DEADLINE || clients.free_count < clients.total) {
        /* At the limit the listener is left alone: the next clients wait in the kernel's queue. */
        int64_t now = clock_now();
        if (clients.free_count > 0 && accept_at <= now)
            FD_SET(server.listener, &reading);
        else
            FD_CLR(server.listener, &reading);

        int64_t wake = accept_at > now && accept_at < next_deadline ? accept_at : next_deadline;
        struct timeval wait = clock_timeval(wake - now);
        fd_set readable = reading, writable = writing; /* select() overwrites what it is given */
        int ready =
            select(highest + 1, &readable, &writable, NULL, wake == NO_DEADLINE ? NULL : &wait);
        /* The time is taken before anybody is served: whose bytes came while the loop was held up
         * (by /sleep, say) is found ready at the next turn, before its deadline is looked at. */
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
}
/* [/loop] */

int main(int argc, char *argv[])
{
    /* FD_SET(1024, …) would write past the end of the set, and no compiler or kernel would say so.
     * So the kernel is asked never to give this process such a descriptor, not even the first. */
    clients_limit_descriptors(FD_SETSIZE);
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    if (clients_create(&clients, server.options.max_clients) == -1)
        return server_complain(&server, "--max-clients", "not enough memory");
    /* [prepare] */
    /* select() says "ready", and by then the client can have gone again: a blocking accept() would
     * wait for the next one, with all the others waiting behind it (select(2), BUGS). */
    if (!server_set_non_blocking(&server))
        return server.exit_status;
    /* [/prepare] */
    highest = server.listener;
    server_say_ready(&server);
    run();
    return server_finish(&server);
}
