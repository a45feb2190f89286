/*
 * select_echo.c - an echo server that waits with select(2): one thread, all clients.
 * usage: select_echo PORT
 *
 * It is naive. It does not look at the descriptor's number (1024 or more corrupts memory); send() can wait for one
 * client and hold up the others; no client has a deadline; a failed accept() is taken for a client.
 */
#include "listening.h"

#include <sys/select.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    /* [loop] */
    int listener = listening(argc > 1 ? argv[1] : "8080"), highest = listener;
    fd_set reading;
    FD_ZERO(&reading);
    FD_SET(listener, &reading);

    for (;;) {
        fd_set readable = reading; /* a copy: select() overwrites what it is given */
        select(highest + 1, &readable, NULL, NULL, NULL);

        for (int descriptor = 0; descriptor <= highest; descriptor++) {
            char bytes[512];
            if (!FD_ISSET(descriptor, &readable))
                continue;
            if (descriptor == listener) { /* ready: a client can be accepted */
                int client = accept(listener, NULL, NULL);
                FD_SET(client, &reading);
                if (client > highest)
                    highest = client;
                continue;
            }
            ssize_t size = recv(descriptor, bytes, sizeof bytes, 0); /* does not wait */
            if (size > 0) {
                send(descriptor, bytes, (size_t)size, MSG_NOSIGNAL);
            } else {
                FD_CLR(descriptor, &reading);
                close(descriptor);
            }
        }
    }
    /* [/loop] */
}
