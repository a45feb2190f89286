/*
 * 12-together - a loop in front of a pool: one thread watches all clients, the workers serve them.
 *
 *       +---- poll(): who is ready? ----+                 to_workers
 *       |                               v                +-----------+     +--> worker 1
 *     watched: client 1, 2, 4      client 3 is ready --> |  3  |  7  | ----+--> worker 2 == a step ==+
 *       ^                                                +-----------+                               |
 *       |   to_loop                                                                                  |
 *       +--------- + a byte in the pipe: "a client is yours again" <---------------------------------+
 *
 * Since 05: a step that sleeps or computes holds up one worker, and the loop goes on.
 * Since 04: a worker holds a client for one step, and not for its whole life. So a client that is slow
 *           or says nothing costs a place in a list, and no worker.
 * Cost:     two hand-overs a step, there and back, each with a lock and often a thread to wake up.
 * Breaks:   when as many requests as there are workers need slow work at the same time; poll() still
 *           looks at every descriptor each time.
 */
#include "04-thread-pool/queue.h"
#include "common/server/clients.h"
#include "common/server/conversation.h"
#include "common/server/server.h"
#include "common/server/stop.h"
#include "common/socket/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LISTENER, PIPE, FIRST }; /* the places in `watched`: from FIRST on they are clients */

static struct server server;
static struct clients clients;
static struct queue to_workers, to_loop;    /* each has room for all clients: no push ever waits */
static int returned[2];                     /* the pipe: a byte for each client in to_loop */
static struct pollfd *watched;              /* what poll() looks at */
static struct client **serving;             /* by the place in watched */
static nfds_t count = FIRST;                /* places in use */
static int64_t next_deadline = NO_DEADLINE; /* no watched client's deadline is earlier */
static pthread_t *threads;                  /* the workers */

/* [work] */
/* What each worker runs. The socket does not block, so only the work itself can take long here. */
static void *work(void *unused)
{
    for (struct client *client; (client = queue_pop(&to_workers)) != NULL;) {
        conversation_step(&server, client);
        queue_push(&to_loop, client);
        /* The loop sleeps in poll(), which cannot watch a queue or a lock, but can watch a pipe. */
        while (write(returned[1], "", 1) == -1 && errno == EINTR)
            ;
    }
    return unused;
}
/* [/work] */

/* [watch] */
/* From here until hand_over() the client belongs to the loop, and no worker uses it. */
static void watch(struct client *client)
{
    serving[count] = client;
    watched[count++] = (struct pollfd){
        .fd = client->descriptor, .events = client->state == CLIENT_SENDING ? POLLOUT : POLLIN};
    if (client->deadline < next_deadline)
        next_deadline = client->deadline;
}
/* [/watch] */

/* [unwatch] */
/* The last client takes its place, so that there are no holes. */
static struct client *unwatch(nfds_t at)
{
    struct client *client = serving[at];
    count--;
    serving[at] = serving[count];
    watched[at] = watched[count];
    return client;
}
/* [/unwatch] */

/* [settle] */
/* After a step: watches the client for the next one, or closes it. */
static void settle(struct client *client)
{
    if (client->state != CLIENT_ENDED) {
        watch(client);
        return;
    }
    server_close(&server, client);
    clients_return(&clients, client);
}
/* [/settle] */

/* [take-back] */
static void take_back(void)
{
    char bytes[64];
    /* Each byte was written after its client had been pushed, so none of these pops waits. */
    for (ssize_t left = read(returned[0], bytes, sizeof bytes); left > 0; left--)
        settle(queue_pop(&to_loop));
}
/* [/take-back] */

/* [accept] */
/* Returns when to look at the listener again: 0 for at once, NO_DEADLINE for never. */
static int64_t accept_one(void)
{
    enum accept_verdict verdict;
    struct client *client = clients_take(&clients);

    if (server_try_accept(&server, client, &verdict)) {
        conversation_begin(&server, client);
        watch(client);
        return 0;
    }
    clients_return(&clients, client);
    if (verdict == ACCEPT_BACK_OFF) /* it stays "ready": without a pause the loop would spin */
        return clock_now() + ACCEPT_PAUSE_MS * MILLISECOND;
    return verdict == ACCEPT_FATAL ? NO_DEADLINE : 0;
}
/* [/accept] */

/* [deadlines] */
/* Ends the clients that have used up their time, and finds the next deadline. A client that a worker has
 * has no deadline, because it waits for the server. */
static void expire(int64_t now)
{
    next_deadline = NO_DEADLINE;
    /* From the end: the client that unwatch() moves into a free place has had its turn. */
    for (nfds_t at = count; at-- > FIRST;) {
        if (serving[at]->deadline <= now) {
            struct client *client = unwatch(at);
            conversation_expire(&server, client);
            settle(client);
        } else if (serving[at]->deadline < next_deadline) {
            next_deadline = serving[at]->deadline;
        }
    }
}
/* [/deadlines] */

/* [hand-over] */
static void hand_over(int ready)
{
    for (nfds_t at = count; ready > 0 && at-- > FIRST;) {
        if (watched[at].revents == 0)
            continue;
        ready--;
        /* Off the list first: otherwise poll() would report the client again while a worker has it, and two
         * workers would serve it at once. */
        queue_push(&to_workers, unwatch(at));
    }
}
/* [/hand-over] */

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

    /* Only the loop takes clients and returns them: no other thread changes free_count. */
    while (accept_at != NO_DEADLINE || clients.free_count < clients.total) {
        int64_t now = clock_now();
        bool accepting = clients.free_count > 0 && accept_at <= now;
        /* At the limit the next clients wait in the kernel's queue. poll() ignores a negative descriptor. */
        watched[LISTENER] =
            (struct pollfd){.fd = accepting ? server.listener : -1, .events = POLLIN};
        watched[PIPE] = (struct pollfd){.fd = returned[0], .events = POLLIN};

        int64_t wake = accept_at > now && accept_at < next_deadline ? accept_at : next_deadline;
        int ready = poll(watched, count, milliseconds_until(wake, now));
        now = clock_now();
        if (ready > 0) { /* after EINTR the answers are the old ones */
            bool arrival = watched[LISTENER].revents != 0, back = watched[PIPE].revents != 0;
            hand_over(ready - arrival - back);
            if (back)
                take_back();
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

static bool prepare(unsigned most)
{
    watched = calloc(most + FIRST, sizeof *watched);
    serving = calloc(most + FIRST, sizeof(struct client *));
    return watched != NULL && serving != NULL && queue_create(&to_workers, most) == 0 &&
           queue_create(&to_loop, most) == 0 && clients_create(&clients, most) == 0;
}

int main(int argc, char *argv[])
{
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    unsigned workers = server.options.workers;
    threads = calloc(workers, sizeof *threads);
    if (threads == NULL || !prepare(server.options.max_clients))
        return server_complain(&server, "--max-clients, --workers", "not enough memory");
    if (pipe(returned) == -1)
        return server_complain(&server, "pipe", strerror(errno));
    fcntl(returned[0], F_SETFD, FD_CLOEXEC);
    fcntl(returned[1], F_SETFD, FD_CLOEXEC);
    /* A worker must never wait in a step, and the loop must never wait in accept(). */
    if (!server_set_non_blocking(&server))
        return server.exit_status;
    unsigned started = 0;
    while (started < workers && pthread_create(&threads[started], NULL, work, NULL) == 0)
        started++;
    if (started < workers)
        server_complain(&server, "--workers", "the system allows no more threads");
    if (started == 0) /* with fewer workers than asked for, it still serves, only more slowly */
        return 1;
    server_say_ready(&server);
    run();
    queue_close(&to_workers);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    return server_finish(&server);
}
