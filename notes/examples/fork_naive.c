/*
 * fork_naive.c - an echo server with a process for each client, and with four mistakes. (notes/02-fork.md finds them.)
 * usage: fork_naive PORT
 */
#include "echo.h"
#include "listening.h"

#include <unistd.h>

int main(int argc, char *argv[])
{
    /* [loop] */
    int listener = listening(argc > 1 ? argv[1] : "8080");

    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (fork() == 0) { /* the child: it serves this client, and ends */
            echo(client);
            exit(0);
        }
    } /* the parent: it accepts the next */
    /* [/loop] */
}
