/*
 * epoll_echo.c - poll_echo.c with epoll(7): the kernel keeps the list, and returns who is ready (Linux).
 * usage: epoll_echo PORT
 */
#include "listening.h"

#include <sys/epoll.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    /* [loop] */
    struct epoll_event ready[64];
    int listener = listening(argc > 1 ? argv[1] : "8080");
    int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);

    for (;;) {
        int count = epoll_wait(epoll, ready, 64, -1);
        for (int i = 0; i < count; i++) {
            char bytes[512];
            int descriptor = ready[i].data.fd;
            if (descriptor == listener) {
                event.data.fd = accept(listener, NULL, NULL);
                epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            ssize_t size = recv(descriptor, bytes, sizeof bytes, 0);
            if (size > 0)
                send(descriptor, bytes, (size_t)size, MSG_NOSIGNAL);
            else
                close(descriptor); /* and with its last descriptor the socket leaves the list */
        }
    }
    /* [/loop] */
}
