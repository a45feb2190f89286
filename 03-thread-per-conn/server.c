/*
 * 03-thread-per-conn - a thread per connection.
 *
 *     main      --accept--create--accept--create----------
 *                         |               |
 *     thread 1            +==[serves client 1]====(ends)
 *     thread 2                            +==[serves 2]==(ends)
 *
 * A second client arrives while the first is still being served: another thread of this process
 * serves it. All threads share the memory and the descriptors, so nothing is closed twice and
 * nothing is copied; but whatever two of them touch needs a lock or an atomic.
 *
 * Since 02: pthread_create for fork. No signals, no zombies: a detached thread leaves nothing
 *           behind.
 * Cost:     a thread for each connection: its creation, and a stack while it lives.
 * Breaks:   with thousands of clients that stay; and one wild pointer ends them all.
 * Try:      make run-03; then curl localhost:8080/whoami: one process, another thread each time.
 * Read:     clients_take() in ../common/server/clients.c: the limit, and where a client's memory comes
 *           from.
 */
#include "common/server/clients.h"
#include "common/server/conversation.h"
#include "common/server/server.h"

#include <pthread.h>

static struct server server;
static struct clients clients;

/* [serve] */
/* What each thread runs, with a struct client of its own. */
static void *serve(void *client)
{
    conversation_run(&server, client);
    server_close(&server, client);
    clients_return(&clients, client);
    return NULL;
}
/* [/serve] */

int main(int argc, char *argv[])
{
    pthread_attr_t detached;
    struct client *client;

    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    if (clients_create(&clients, server.options.max_clients) == -1)
        return server_complain(&server, "--max-clients", "not enough memory");

    /* Detached: nobody will ask for its result, so its stack is free again as soon as it ends. A
     * small stack: the usual 8 MiB cost time to set up, and a conversation needs a few KiB. */
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&detached, 128 * 1024);
    server_say_ready(&server);

    /* [loop] */
    /* With all clients taken this waits, and the next ones stay in the kernel's queue. Each thread
     * is given a client of its own: the address of one variable, used again for the next client,
     * would have changed by the time the thread looks at it. */
    while ((client = clients_take(&clients)) && server_accept(&server, client)) {
        pthread_t thread;
        if (pthread_create(&thread, &detached, serve, client) !=
            0) { /* no thread to be had: this client loses, the server goes on */
            server_refuse(&server, client);
            clients_return(&clients, client);
        }
    }
    clients_return(&clients, client); /* the one that nobody came for */
    /* [/loop] */
    clients_wait_for_all(&clients);
    return server_finish(&server);
}
