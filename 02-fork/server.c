/*
 * 02-fork - a process per connection.
 *
 *     server  --accept--fork--accept--fork--------reap--reap--
 *                       |             |            |     |
 *     child 1           +==[serves client 1]=======+     |
 *     child 2                         +==[serves 2]======+
 *
 * A second client arrives while the first is still being served: a child process serves it. After
 * fork(2) there are two processes with the same open descriptors, so each closes what is the
 * other's.
 *
 * Since 01: fork, and what a parent owes its children: to count them and to reap them.
 * Cost:     a process for each connection, some ten times the work of a small reply.
 * Breaks:   when many clients come and go (each pays for a fork), or many stay (each holds a
 *           process).
 * Try:      make run-02; then curl localhost:8080/whoami several times: the process changes.
 *           While curl localhost:8080/sleep/9000 runs, kill that child: nobody else notices.
 * Read:     children_fork() in ../common/server/children.c: why signals wait while a child is made.
 */
#include "common/server/children.h"
#include "common/server/conversation.h"
#include "common/server/server.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

static struct server server;
static struct client client; /* the one that was accepted last; each child has a copy of its own */

/* [reap] */
/* A child that has ended stays in the process table, as a "zombie", until its parent asks for its
 * exit status. Without this the table would fill up. */
static void reap(int number)
{
    int saved_errno = errno; /* the interrupted code may be about to read it */
    (void)number;
    /* A loop: signals are not counted. Three children that end together may be one SIGCHLD. */
    for (pid_t child; (child = waitpid(-1, NULL, WNOHANG)) > 0;) {
        /* Counted out here and not by the child, which may have been killed. */
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
    /* At the limit, no accept: the next clients wait in the kernel's queue. */
    while (children_wait_below(server.options.max_clients) && server_accept(&server, &client)) {
        /* [spawn] */
        switch (children_fork()) {
        case -1: /* no process to be had: this client loses, the server goes on */
            server_refuse(&server, &client);
            break;
        case 0:
            close(server.listener); /* or the port would stay taken while any child lives */
            conversation_run(&server, &client);
            _exit(0); /* not exit(): what stdio still holds is the parent's to write */
        default:
            /* The child has its own descriptor. Kept here, this one would leak; and the client
             * would wait for an end of the reply that cannot come while one copy is open. */
            close(client.descriptor);
        }
        /* [/spawn] */
    }
    /* [/loop] */
    children_wait_below(1);
    return server_finish(&server);
}
