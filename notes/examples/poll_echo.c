/*
 * poll_echo.c - an echo server that waits with poll(2): one thread, one array.
 * usage: poll_echo PORT
 *
 * It is naive. send() on a blocking socket can wait for one client and hold up the others; no client has a
 * deadline; a failed accept() is taken for a client. 05-select and lab 6 do better.
 */
#include "listening.h"

#include <poll.h>
#include <unistd.h>

enum { MOST = 1000 };

int main(int argc, char *argv[])
{
    /* [loop] */
    struct pollfd waiting[MOST];
    nfds_t count = 1;
    waiting[0] = (struct pollfd){.fd = listening(argc > 1 ? argv[1] : "8080"), .events = POLLIN};

    for (;;) {
        poll(waiting, count, -1);
        /* From the end: a client that leaves gives its place to the last one, which has had its turn. */
        for (nfds_t i = count; i-- > 1;) {
            char bytes[512];
            if (waiting[i].revents == 0)
                continue;
            ssize_t size = recv(waiting[i].fd, bytes, sizeof bytes, 0);
            if (size > 0) {
                send(waiting[i].fd, bytes, (size_t)size, MSG_NOSIGNAL);
            } else {
                close(waiting[i].fd);
                waiting[i] = waiting[--count];
            }
        }
        if (waiting[0].revents != 0 && count < MOST)
            waiting[count++] =
                (struct pollfd){.fd = accept(waiting[0].fd, NULL, NULL), .events = POLLIN};
    }
    /* [/loop] */
}
