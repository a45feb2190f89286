/*
 * 10-families - one server, three kinds of listening socket.
 *
 *     --address 127.0.0.1             AF_INET, SOCK_STREAM       bytes, from anywhere
 *     --address unix:PATH             AF_UNIX, SOCK_STREAM       bytes, from this machine
 *     --address seqpacket:PATH        AF_UNIX, SOCK_SEQPACKET    messages, from this machine
 *
 * After accept() all connected sockets are alike: the model (the one of 02) and the services do not know
 * of which family a socket is.
 */
#include "common/server/children.h"
#include "common/server/conversation_run.h"
#include "common/server/server.h"
#include "common/server/stop.h"
#include "local.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct server server;
static struct client client; /* accepted last; each child has a copy of its own */
static const char *path;     /* of the listening socket; NULL: it is a TCP socket */

static void reap(int number)
{
    int saved_errno = errno; /* the interrupted code may be about to read it */
    (void)number;
    for (pid_t child; (child = waitpid(-1, NULL, WNOHANG)) > 0;)
        if (children_reaped(child))
            atomic_fetch_add(&server.context.counters->departed, 1);
    errno = saved_errno;
}

static bool open_listener(void)
{
    int type;
    path = local_path(server.options.address, &type);
    if (path == NULL)
        return server_listen(&server);
    server.listener = local_listen(path, type, server.options.backlog);
    if (server.listener == -1) {
        char where[512];
        snprintf(where, sizeof where, "cannot listen on %s", path);
        server.exit_status = server_complain(&server, where, strerror(errno));
        return false;
    }
    stop_install(server.listener);
    return true;
}

static void say_ready(void)
{
    if (path == NULL) {
        server_say_ready(&server);
        return;
    }
    printf("%s: listening on %s\n", server.context.stage->name, server.options.address);
    fflush(stdout); /* a pipe or a file would otherwise get the line much later */
}

static void serve(void)
{
    /* [limit] */
    /* An accepted TCP socket has its timeouts from the listener; a UNIX-domain socket has none. Without
     * them this process would wait for a silent client without end. */
    if (path != NULL)
        local_limit_waits(client.descriptor, server.options.timeout);
    /* [/limit] */
    conversation_run(&server, &client);
    _exit(0); /* not exit(): it would print once more what stdio holds for the parent */
}

int main(int argc, char *argv[])
{
    if (!server_prepare(&server, &this_stage, argc, argv) || !server_read_pages(&server) ||
        !open_listener())
        return server.exit_status;
    children_on_end(reap);
    say_ready();

    while (server_accept(&server, &client)) {
        switch (children_fork()) {
        case -1: /* the system allows no more processes: refuse this client, and go on */
            conversation_refuse(&server, &client);
            break;
        case 0:
            close(server.listener);
            serve();
            break;
        default: close(client.descriptor); /* the child has its own */
        }
        children_wait_below(server.options.max_clients);
    }
    /* [unlink] */
    if (path != NULL)
        unlink(path); /* the socket is closed, but its name would stay */
    /* [/unlink] */
    children_wait_below(1);
    return server_finish(&server);
}
