/*
 * 08-ftp - two channels: commands go over one connection, each file over another.
 *
 *     client ──── control: USER, PASV, RETR, ... ────► session      lives as long as the client
 *            ════ data: one file, then closed    ════► transfer     one for each file
 *
 * Each client has a process, as in 02. In that process the model of 05 is at work: one poll() for the
 * two channels. Without it the server would not read a command (ABOR) during a transfer.
 */
#include "common/server/children.h"
#include "common/server/conversation_run.h"
#include "session.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct server server;
static struct client client; /* accepted last; each child has a copy of its own */

static void refuse(struct client *refused, const struct context *context)
{
    (void)context;
    client_put_text(refused, "421 too busy for now\r\n");
}

/* Not one of those for --service: it needs two channels, and respond() knows only one. */
static const struct service ftp_service = {.name = "ftp", .refuse = refuse};

static void reap(int number)
{
    int saved_errno = errno; /* the interrupted code may be about to read it */
    (void)number;
    for (pid_t child; (child = waitpid(-1, NULL, WNOHANG)) > 0;)
        if (children_reaped(child))
            atomic_fetch_add(&server.context.counters->departed, 1);
    errno = saved_errno;
}

int main(int argc, char *argv[])
{
    if (!server_prepare(&server, &this_stage, argc, argv))
        return server.exit_status;
    server.service = &ftp_service;
    /* No default: any client may write there. */
    if (server.options.root == NULL) {
        server_complain(&server, "--root", "say which directory to serve");
        return 2;
    }
    int root = tree_open_root(server.options.root);
    if (root == -1)
        return server_complain(&server, server.options.root, strerror(errno));
    if (!server_listen(&server))
        return server.exit_status;
    children_on_end(reap);
    server_say_ready(&server);

    while (server_accept(&server, &client)) {
        switch (children_fork()) {
        case -1: /* the system allows no more processes: refuse this client, and go on */
            conversation_refuse(&server, &client);
            break;
        case 0:
            close(server.listener);
            session_run(&server, &client, root);
            _exit(0); /* not exit(): it would print once more what stdio holds for the parent */
        default: close(client.descriptor); /* the child has its own */
        }
        children_wait_below(server.options.max_clients);
    }
    children_wait_below(1);
    close(root);
    return server_finish(&server);
}
