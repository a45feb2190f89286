/*
 * 07-prefork - a pool of processes, made before the first client comes.
 *
 *     parent    --fork--fork------------------reap--fork--
 *                    |     |                    |     |
 *     worker 1       +--accept=[client 1]=accept=[client 3]=
 *     worker 2             +--accept=[client 2]=+     +--accept
 *
 * All workers wait in accept() on the one listening socket that they have inherited. README.md leads
 * through what is to be written; 02-fork/server.c is the model to start from.
 */
#include "common/server/children.h"
#include "common/socket/clock.h"
#include "common/server/conversation.h"
#include "common/server/server.h"
#include "common/server/stop.h"

static struct server server;

/* Your turn, step 2: reap(number), the handler for SIGCHLD: waitpid() in a loop, children_reaped(). */

/* Your turn, step 1: work(), the whole life of a worker: accept, converse, close, until there is nobody
 * left to accept; then _exit(). */

int main(int argc, char *argv[])
{
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    /* Your turn, step 1: server_say_ready(); then server.options.workers processes, by children_fork(), each of them in work().
     * Your turn, step 3: one more for each that has died; children_wait_below() sleeps until then.
     * Your turn, step 4: told to stop (stop_requested()), no more; and wait for those that are left. */
    server.exit_status = server_complain(&server, "not written yet",
                                         "the pool of processes in server.c: see steps 1 to 4");
    return server_finish(&server);
}
