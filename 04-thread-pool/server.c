/*
 * 04-thread-pool - a fixed pool of threads and a bounded queue.
 *
 *                       queue
 *     main --accept--> [ 5 | 4 | 3 ] --> worker 1 ==[serves client 1]==
 *                                    --> worker 2 ==[serves client 2]==
 *                      full: no accept   (N workers, no more)
 *
 * A second client arrives while the first is still being served: the next free worker serves it.
 * With all N busy it waits in the queue; with the queue full as well, in the kernel's.
 *
 * Since 03: the threads are created before the clients come, and are used again and again.
 * Cost:     handing a client over: two locks, and often a thread to wake up.
 * Breaks:   when N clients are slow. The pool is then as stuck as 01; --workers only moves the
 *           limit.
 * Try:      make run-04 OPTIONS="-w 2"; then three times curl localhost:8080/sleep/3000 at once:
 *           two answer after three seconds, the last after six.
 * Read:     queue.c, one page.
 */
#include "common/server/clients.h"
#include "common/server/conversation.h"
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
    /* Each worker has one client, the queue is full of them, and one more is in main's hands. */
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
    while ((client = clients_take(&clients)) && server_accept(&server, client))
        queue_push(&queue, client);
    clients_return(&clients, client); /* the one that nobody came for */
    /* [/loop] */
    queue_close(&queue);
    for (unsigned i = 0; i < workers; i++)
        pthread_join(threads[i], NULL);
    free(threads);
    return server_finish(&server);
}
