/*
 * fdset.c - the bits of an fd_set, before and after select.
 * usage: fdset
 */
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

/* [show] */
static void show(const char *when, fd_set *set)
{
    printf("%-15s", when);
    for (int descriptor = 0; descriptor < 10; descriptor++)
        printf(" %d", FD_ISSET(descriptor, set) != 0);
    printf("\n");
}
/* [/show] */

int main(void)
{
    int ends[2], idle[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    socketpair(AF_UNIX, SOCK_STREAM, 0, idle);
    /* The same numbers as in the picture: 4 is one end of a pair, 20 the other; 3 and 7 are idle. */
    dup2(ends[1], 20);
    dup2(ends[0], 21);
    dup2(idle[0], 22);
    dup2(21, 4);
    dup2(22, 3);
    dup2(22, 7);

    /* [select] */
    fd_set set;
    FD_ZERO(&set);
    FD_SET(3, &set);
    FD_SET(4, &set);
    FD_SET(7, &set);
    show("before", &set);
    send(20, "x", 1, 0); /* to the other end of 4 */
    int ready = select(7 + 1, &set, NULL, NULL, NULL);
    show("after", &set);
    /* [/select] */
    printf("select returned %d; a set has room for %d descriptors, in %zu bytes\n", ready,
           FD_SETSIZE, sizeof set);
}
