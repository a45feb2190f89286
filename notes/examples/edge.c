/*
 * edge.c - level-triggered and edge-triggered epoll: ten bytes come, and only four are read (Linux).
 * usage: edge
 */
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* [try] */
static void try(const char *name, unsigned events)
{
    int ends[2], epoll = epoll_create1(0);
    char bytes[4];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    struct epoll_event event = {.events = events};
    epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event);

    printf("%s\n", name);
    send(ends[1], "0123456789", 10, 0);
    printf("  ten bytes have come:  %d ready\n", epoll_wait(epoll, &event, 1, 0));
    recv(ends[0], bytes, 4, 0);
    printf("  four have been read:  %d ready\n", epoll_wait(epoll, &event, 1, 0));
    send(ends[1], "x", 1, 0);
    printf("  one more has come:    %d ready\n", epoll_wait(epoll, &event, 1, 0));
}
/* [/try] */

int main(void)
{
    try("level-triggered", EPOLLIN);
    try("edge-triggered", EPOLLIN | EPOLLET);
}
