/*
 * thread_naive.c - an echo server with a thread for each client, and with a mistake. (notes/03-thread-per-conn.md finds it.)
 * usage: thread_naive PORT
 */
#include "listening.h"

#include <pthread.h>
#include <unistd.h>

/* [serve] */
static void *serve(void *argument)
{
    int *client = argument;
    char bytes[512];
    for (ssize_t size; (size = recv(*client, bytes, sizeof bytes, 0)) > 0;)
        send(*client, bytes, (size_t)size, MSG_NOSIGNAL);
    close(*client);
    return NULL;
}
/* [/serve] */

int main(int argc, char *argv[])
{
    /* [loop] */
    int listener = listening(argc > 1 ? argv[1] : "8080");
    int client;

    for (;;) {
        pthread_t thread;
        client = accept(listener, NULL, NULL);
        pthread_create(&thread, NULL, serve, &client);
    }
    /* [/loop] */
}
