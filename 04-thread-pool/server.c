/*
 * 04-thread-pool - a fixed pool of threads and a bounded queue.
 *
 *                       queue
 *     main --accept--> [ 5 | 4 | 3 ] --> worker 1 ==[serves client 1]==
 *                                    --> worker 2 ==[serves client 2]==
 *                      full: no accept   (N workers, no more)
 *
 * A second client arrives while the first is still being served: the next free worker serves it.
 * While all N workers are busy it waits in our queue, and when that is full, in the kernel's.
 *
 * Since 03: the threads are created before the clients come, and are used again and again.
 * Cost:     handing a client over: two locks, and often a thread to wake up.
 * Breaks:   when N clients are slow. All others then wait as in 01; more --workers only move the
 *           limit.
 * Try:      make run-04 OPTIONS="-w 2"; then three times curl localhost:8080/sleep/3000 at once:
 *           two answer after three seconds, the last after six.
 * Read:     queue.c, one page.
 */
#include "common/server/clients.h"
#include "common/server/conversation_run.h"
#include "common/server/server.h"
#include "queue.h"

#include <pthread.h>
#include <stdlib.h>

static struct server server;
static struct clients clients;
static struct queue queue;
static pthread_t *threads; /* the workers */

/* [serve] */
/* What each worker runs, client after client. */
static void *serve(void *unused)
{
    for (struct client *client; (client = queue_pop(&queue)) != NULL;) {
        conversation_run(&server, client);
        server_close(&server, client);
        clients_return(&clients, client);
    }
    return unused;
}
/* [/serve] */

int main(int argc, char *argv[])
{
    struct client *client;

    if (!server_start(&server, &this_stage, argc, argv))
        return server.exit_status;
    /* At most: one client for each worker, as many as the queue holds, and one being accepted. */
    unsigned workers = server.options.workers;
    threads = calloc(workers, sizeof *threads);
    if (threads == NULL || queue_create(&queue, server.options.queue) == -1 ||
        clients_create(&clients, workers + server.options.queue + 1) == -1)
        return server_complain(&server, "--workers, --queue", "not enough memory");
    for (unsigned i = 0; i < workers; i++)
        if (pthread_create(&threads[i], NULL, serve, NULL) != 0)
            return server_complain(&server, "--workers", "the system allows no more threads");
    server_say_ready(&server);

    /* [loop] */
    while (server_accept(&server, client = clients_take(&clients)))
        queue_push(&queue, client);
    clients_return(&clients, client); /* taken for a client that did not come */
    /* [/loop] */
    queue_close(&queue);
    for (unsigned i = 0; i < workers; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    return server_finish(&server);
}
