/*
 * 02-fork - a process per connection.
 *
 *     server  --accept--fork--accept--fork--------reap--reap--
 *                       |             |            |     |
 *     child 1           +==[serves client 1]=======+     |
 *     child 2                         +==[serves 2]======+
 *
 * A second client arrives while the first is still being served: a child process serves it. After
 * fork(2) both processes have the same open descriptors, so each closes those that only the other
 * one needs.
 *
 * Since 01: fork, and what a parent must do for its children: count them and reap them.
 * Cost:     a process for each connection, several times the work of a small reply.
 * Breaks:   when many clients come and go (each pays for a fork), or when many stay (each holds a
 *           process).
 * Try:      make run-02; then curl localhost:8080/whoami several times: the process changes.
 *           While curl localhost:8080/sleep/9000 runs, kill that child: no other client notices.
 * Read:     children_fork() in ../common/server/children.c: why signals wait while a child is made.
 */
#include "common/server/children.h"
#include "common/server/conversation_run.h"
#include "common/server/server.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

static struct server server;
static struct client client; /* accepted last; each child has a copy of its own */

/* [reap] */
/* A child that has ended stays in the process table, as a "zombie", until its parent asks for its
 * exit status. Without this function the table would fill up. */
static void reap(int number)
{
    int saved_errno = errno; /* the interrupted code may be about to read it */
    (void)number;
    /* A loop, because signals are not counted: three children that end together may cause only one
     * SIGCHLD. */
    for (pid_t child; (child = waitpid(-1, NULL, WNOHANG)) > 0;) {
        /* The parent counts the client as departed: a child that was killed could not. */
        if (children_reaped(child))
            atomic_fetch_add(&server.context.counters->departed, 1);
    }
    errno = saved_errno;
}
/* [/reap] */

int main(int argc, char *argv[])
{
    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    children_on_end(reap);
    server_say_ready(&server);

    /* [loop] */
    while (server_accept(&server, &client)) {
        /* [spawn] */
        switch (children_fork()) {
        case -1: /* the system allows no more processes: refuse this client, and go on */
            conversation_refuse(&server, &client);
            break;
        case 0:
            close(server.listener); /* or the port would stay in use as long as any child lives */
            conversation_run(&server, &client);
            _exit(0); /* not exit(): it would print once more what stdio holds for the parent */
        default:
            /* The child has its own descriptor. If we kept this one it would leak, and the client
             * would never see the end of the connection, which comes when the last copy is closed. */
            close(client.descriptor);
        }
        /* [/spawn] */
        /* At the limit we do not accept: the next clients wait in the kernel's queue. */
        children_wait_below(server.options.max_clients);
    }
    /* [/loop] */
    children_wait_below(1);
    return server_finish(&server);
}
