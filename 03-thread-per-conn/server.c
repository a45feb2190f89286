/*
 * 03-thread-per-conn - a thread per connection.
 *
 *     main      --accept--create--accept--create----------
 *                         |               |
 *     thread 1            +==[serves client 1]====(ends)
 *     thread 2                            +==[serves 2]==(ends)
 *
 * A second client arrives while the first is still being served: another thread of this process
 * serves it. All threads share the memory and the descriptors, so nothing is copied and each
 * descriptor is closed once. But a variable that one thread writes and another one uses needs a
 * lock, or must be atomic.
 *
 * Since 02: pthread_create for fork. No signals and no zombies: a detached thread leaves nothing
 *           behind when it ends.
 * Cost:     a thread for each connection: its creation, and a stack while it lives.
 * Breaks:   with thousands of clients that stay; and one wild pointer ends the whole server.
 * Try:      make run-03; then curl localhost:8080/whoami: one process, another thread each time.
 * Read:     clients_take() in ../common/server/clients.c: the limit, and where a client's memory comes
 *           from.
 */
#include "common/server/clients.h"
#include "common/server/conversation_run.h"
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

    /* Detached: no thread will join it, so its stack is free again as soon as it ends. A small
     * stack: a conversation needs a few KiB, and thousands of clients share one address space. */
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&detached, 128 * 1024);
    server_say_ready(&server);

    /* [loop] */
    /* clients_take() waits while all are in use: the next clients stay in the kernel's queue. Each
     * thread gets a struct client of its own. The address of one variable, used again for the next
     * client, would point to that next client before the thread looks at it. */
    while (server_accept(&server, client = clients_take(&clients))) {
        pthread_t thread;
        if (pthread_create(&thread, &detached, serve, client) != 0) {
            /* The system allows no more threads: refuse this client, and go on. */
            conversation_refuse(&server, client);
            clients_return(&clients, client);
        }
    }
    clients_return(&clients, client); /* taken for a client that did not come */
    /* [/loop] */
    clients_wait_for_all(&clients);
    return server_finish(&server);
}
