/*
 * 06-poll, the extra - one thread, all clients: epoll(7), which only Linux has.
 *
 *     epoll_ctl:  add, change, remove          the kernel keeps the list
 *     epoll_wait: client 7, client 3           and names only the ready ones
 *
 * Since poll(): the program does not pass the list each time, and the kernel does not walk it. 10,000
 * idle clients cost memory but no time. In exchange each change of interest is a system call.
 */
#include "common/server/clients.h"
#include "common/socket/clock.h"
#include "common/server/conversation.h"
#include "common/server/server.h"
#include "common/server/stop.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { AT_ONCE = 64 }; /* answers of one epoll_wait() */

static struct server server;
static struct clients clients;
static int interest;            /* the kernel's list: an epoll descriptor */
static struct client **serving; /* by descriptor; NULL: not a client */
static uint32_t *waiting_for;   /* by descriptor: the events that the kernel knows */
static size_t places;           /* the length of both tables */
static size_t highest;          /* the greatest descriptor in use */
static bool listening;          /* the listener is in the list */
static int64_t next_deadline = NO_DEADLINE;

static void tell(int operation, int descriptor, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.fd = descriptor};
    epoll_ctl(interest, operation, descriptor, &event);
}

static void watch(struct client *client)
{
    uint32_t events = client->state == CLIENT_SENDING ? EPOLLOUT : EPOLLIN;
    uint32_t *told = &waiting_for[client->descriptor];
    if (*told != events) /* usually the same as before, and no system call */
        tell(*told == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, client->descriptor, events);
    *told = events;
    if (client->deadline < next_deadline)
        next_deadline = client->deadline;
}

static void settle(struct client *client)
{
    if (client->state != CLIENT_ENDED) {
        watch(client);
        return;
    }
    serving[client->descriptor] = NULL;
    waiting_for[client->descriptor] = 0; /* close() takes it off the kernel's list */
    while (highest > 0 && serving[highest] == NULL)
        highest--;
    server_close(&server, client);
    clients_return(&clients, client);
}

/* Returns when to look at the listener again: 0 for at once, NO_DEADLINE for never. */
static int64_t accept_one(void)
{
    enum accept_verdict verdict;
    struct client *client = clients_take(&clients);

    if (server_try_accept(&server, client, &verdict)) {
        serving[client->descriptor] = client;
        if ((size_t)client->descriptor > highest)
            highest = (size_t)client->descriptor;
        conversation_begin(&server, client);
        watch(client);
        return 0;
    }
    clients_return(&clients, client);
    if (verdict == ACCEPT_BACK_OFF) /* it stays "ready": without a pause the loop would spin */
        return clock_now() + ACCEPT_PAUSE_MS * MILLISECOND;
    return verdict == ACCEPT_FATAL ? NO_DEADLINE : 0;
}

static void expire(int64_t now)
{
    next_deadline = NO_DEADLINE;
    for (size_t descriptor = 0; descriptor <= highest; descriptor++) {
        struct client *client = serving[descriptor];
        if (client == NULL)
            continue;
        if (client->deadline <= now)
            conversation_expire(&server, client);
        settle(client);
    }
}

static int milliseconds_until(int64_t wake, int64_t now)
{
    if (wake == NO_DEADLINE)
        return -1;
    int64_t wait = wake <= now ? 0 : (wake - now + MILLISECOND - 1) / MILLISECOND;
    return wait < INT_MAX ? (int)wait : INT_MAX;
}

/* At the limit we do not watch the listener: the next clients wait in the kernel's queue. */
static void listen_or_not(bool wanted)
{
    if (wanted != listening)
        tell(wanted ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, server.listener, EPOLLIN);
    listening = wanted;
}

static void run(void)
{
    struct epoll_event ready[AT_ONCE];
    int64_t accept_at = 0; /* when to accept again; NO_DEADLINE: never */

    while (accept_at != NO_DEADLINE || clients.free_count < clients.total) {
        int64_t now = clock_now();
        listen_or_not(clients.free_count > 0 && accept_at <= now);
        int64_t wake = accept_at > now && accept_at < next_deadline ? accept_at : next_deadline;
        int count = epoll_wait(interest, ready, AT_ONCE, milliseconds_until(wake, now));
        now = clock_now(); /* before serving: see the loop with poll() */
        for (int i = 0; i < count; i++) {
            int descriptor = ready[i].data.fd;
            /* The listener has its turn among the clients. No descriptor is in the list twice, and no
             * client can be gone before its turn: a step ends only its own client. */
            if (descriptor == server.listener) {
                accept_at = accept_one();
            } else {
                conversation_step(&server, serving[descriptor]);
                settle(serving[descriptor]);
            }
        }
        if (stop_requested())
            accept_at = NO_DEADLINE;
        if (now >= next_deadline)
            expire(now);
    }
}

static bool make_tables(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
        return false;
    /* No descriptor of this process will be greater; clients_create() has raised the limit. */
    places = limit.rlim_cur < 1048576 ? (size_t)limit.rlim_cur : 1048576;
    clients_limit_descriptors((unsigned)places);
    serving = calloc(places, sizeof(struct client *));
    waiting_for = calloc(places, sizeof *waiting_for);
    return serving != NULL && waiting_for != NULL;
}

int main(int argc, char *argv[])
{
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    if (clients_create(&clients, server.options.max_clients) == -1 || !make_tables())
        return server_complain(&server, "--max-clients", "not enough memory");
    interest = epoll_create1(EPOLL_CLOEXEC);
    if (interest == -1)
        return server_complain(&server, "epoll_create1", strerror(errno));
    if (!server_set_non_blocking(&server))
        return server.exit_status;
    server_say_ready(&server);
    run();
    /* Freed for the sake of builds with sanitizers: else they search 200 MB for leaks. */
    free(clients.all);
    free(clients.free);
    free(serving);
    free(waiting_for);
    close(interest);
    return server_finish(&server);
}
