/*
 * 01-iterative - one client at a time.
 *
 *     client 1 ====[served]====
 *     client 2 ................====[served]====
 *     client 3 ................................====[served]====
 *              accept          accept          accept
 *
 * A second client arrives while the first is still being served: it waits. The kernel has already
 * completed its connection, so the client can even send its request. The connection stays in the
 * listening socket's queue until this program calls accept(2) again.
 *
 * Cost:   nothing beyond the request itself: no process, no thread, no lock.
 * Breaks: as soon as one client is slow. A silent client holds up all others, for --timeout.
 * Try:    make run-01, and in two other windows, one right after the other:
 *             curl localhost:8080/sleep/3000
 *             curl localhost:8080/whoami          (answers three seconds later)
 * Read:   listener_open() in ../common/socket/listener.c: where clients come from.
 *         conversation_step() in ../common/server/conversation.c: what happens to a client.
 */
#include "common/server/conversation_run.h"
#include "common/server/server.h"

static struct server server;
static struct client client; /* the client that is being served */

int main(int argc, char *argv[])
{
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    server_say_ready(&server);

    /* [loop] */
    while (server_accept(&server, &client)) {
        conversation_run(&server, &client);
        server_close(&server, &client);
    }
    /* [/loop] */
    return server_finish(&server);
}
