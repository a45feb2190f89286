/*
 * 07-prefork - a pool of processes, made before the first client comes.
 *
 *     parent    --fork--fork------------------reap--fork--
 *                    |     |                    |     |
 *     worker 1       +--accept=[client 1]=accept=[client 3]=
 *     worker 2             +--accept=[client 2]=+     +--accept
 *
 * All workers wait in accept() on the one listening socket that they have inherited; the kernel wakes
 * one of them for each client. The parent serves no client: it only keeps the number of workers up.
 *
 * Since 02: no fork while a client waits. Since 04: processes, so that a crash costs one client.
 * Cost:     one client at a time for each process; memory for all of them, busy or not.
 * Breaks:   with as many slow clients as there are workers: the others wait in the kernel's queue.
 */
#include "common/server/children.h"
#include "common/socket/clock.h"
#include "common/server/conversation_run.h"
#include "common/server/server.h"
#include "common/server/stop.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct server server;
static struct client client;               /* of this process; each worker has a copy of its own */
static volatile sig_atomic_t cannot_serve; /* a worker has found the listening socket unusable */

/* [reap] */
static void reap(int number)
{
    int saved_errno = errno; /* the interrupted code may be about to read it */
    int status;
    (void)number;
    /* A loop, because signals are not counted: three workers that end together may cause only one
     * SIGCHLD. */
    for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;)
        /* The parent replaces a worker that was killed or has crashed. It does not replace one that
         * exits because it cannot accept: the next worker could not either, and the parent would fork
         * as fast as it can. */
        if (children_reaped(child) && WIFEXITED(status) && WEXITSTATUS(status) != 0)
            cannot_serve = 1;
    errno = saved_errno;
}
/* [/reap] */

/* [work] */
/* The whole life of a worker. */
static void work(void)
{
    /* Waiting clients are in the kernel's queue, and any worker may take them. With 0 the server does
     * not look for a queue of accepted clients, as 04 has one (server_somebody_waits). */
    server.options.workers = 0;
    while (server_accept(&server, &client)) {
        conversation_run(&server, &client);
        server_close(&server, &client);
    }
    _exit(server.exit_status); /* not exit(): it would print what stdio holds for the parent */
}
/* [/work] */

int main(int argc, char *argv[])
{
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    server_say_ready(&server);
    /* [pool] */
    children_on_end(reap);
    /* Makes a worker whenever there are too few: at the start all of them, later one for each that has
     * died. In between the parent sleeps. */
    while (!stop_requested() && !cannot_serve) {
        switch (children_fork()) {
        case -1: /* the system allows no more processes: the workers that exist go on */
            clock_sleep(ACCEPT_PAUSE_MS);
            break;
        case 0: work(); break;
        default: break;
        }
        children_wait_below(server.options.workers);
    }
    if (cannot_serve) {
        server.exit_status = 1;
        raise(SIGTERM); /* the other workers finish what they have begun */
    }
    children_wait_below(1);
    /* [/pool] */
    return server_finish(&server);
}
