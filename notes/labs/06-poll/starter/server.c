/*
 * 06-poll - one thread, all clients: I/O multiplexing with poll(2).
 *
 *     watched:  [ listener | client | client | client | ... ]      what poll() looks at
 *     serving:  [          | client | client | client | ... ]      the same places: whose it is
 *                          └── whoever leaves is replaced by the last: no holes ──┘
 *
 * Everything but the event loop is here. README.md leads through it; 05-select/server.c is the same
 * loop with select().
 */
#include "common/server/clients.h"
#include "common/socket/clock.h"
#include "common/server/conversation.h"
#include "common/server/server.h"
#include "common/server/stop.h"

#include <poll.h>
#include <stdlib.h>

static struct server server;
static struct clients clients;
static struct pollfd *watched;  /* [0] is the listener */
static struct client **serving; /* by the place in watched; [0] is nobody */

/* Your turn, step 1: watch(at): what to wait for (POLLIN or POLLOUT), by the client's state; and the
 * earliest deadline of all. */

/* Your turn, step 2: add(client): conversation_begin(), and a place in both lists.
 *                settle(at): watch it again; or, if it has ended, the last one takes its place, and
 *                server_close() and clients_return() let it go. */

/* Your turn, step 3: accept_one(): clients_take(), server_try_accept(), and what the verdict says. */

/* Your turn, step 4: serve_ready(ready): conversation_step() for whoever poll() has named. */

/* Your turn, step 5: expire(now): conversation_expire() for whoever's deadline has passed. */

static void run(void)
{
    /* Your turn, step 6: server_say_ready(); then poll(), serve_ready(), accept_one(), expire(), until the
     * server has been told to stop (stop_requested()) and the last client has gone. */
    server.exit_status = server_complain(&server, "not written yet",
                                         "run() in server.c, the event loop: see steps 1 to 6");
}

int main(int argc, char *argv[])
{
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    watched = calloc(server.options.max_clients + 1, sizeof *watched);
    serving = calloc(server.options.max_clients + 1, sizeof(struct client *));
    if (watched == NULL || serving == NULL ||
        clients_create(&clients, server.options.max_clients) == -1)
        return server_complain(&server, "--max-clients", "not enough memory");
    /* poll() says "ready", and by then the client can have gone again: a blocking accept() would
     * wait for the next one, with all the others waiting behind it. */
    if (!server_set_non_blocking(&server))
        return server.exit_status;
    run();
    /* The end of the process would do; but a build with sanitizers looks through 200 MB for leaks. */
    free(clients.all);
    free(clients.free);
    free(watched);
    free(serving);
    return server_finish(&server);
}
