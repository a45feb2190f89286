/*
 * 3-client.c - sends a server what it reads from standard input, and prints what comes back.
 * usage: 3-client HOST PORT
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* [dial] */
/* Returns a socket that is connected to the first address of the host that answers, or -1. */
static int dial(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, /* IPv4 or IPv6 */
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *list;
    int failure = getaddrinfo(host, port, &hints, &list);
    if (failure != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(failure));
        return -1;
    }
    int server = -1;
    for (struct addrinfo *a = list; a != NULL && server == -1; a = a->ai_next) {
        char number[64] = "";
        server = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
        if (server == -1 || connect(server, a->ai_addr, a->ai_addrlen) == 0)
            continue;
        int cause = errno;
        getnameinfo(a->ai_addr, a->ai_addrlen, number, sizeof number, NULL, 0, NI_NUMERICHOST);
        fprintf(stderr, "%s: %s\n", number, strerror(cause));
        close(server);
        server = -1;
    }
    freeaddrinfo(list);
    return server;
}
/* [/dial] */

/* [write-all] */
static int write_all(int to, const char *bytes, size_t size)
{
    while (size > 0) { /* write() may take fewer bytes than it is given */
        ssize_t written = write(to, bytes, size);
        if (written == -1)
            return -1;
        bytes += written;
        size -= (size_t)written;
    }
    return 0;
}
/* [/write-all] */

/* [copy] */
static int copy(int from, int to)
{
    char bytes[4096];
    ssize_t size;
    while ((size = read(from, bytes, sizeof bytes)) > 0)
        if (write_all(to, bytes, (size_t)size) == -1)
            return -1;
    return (int)size; /* 0: the end; -1: an error */
}
/* [/copy] */

/* [main] */
int main(int argc, char *argv[])
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
        return 2;
    }
    int server = dial(argv[1], argv[2]);
    if (server == -1)
        return 1;
    if (copy(STDIN_FILENO, server) == -1 ||  /* all that I have to say */
        shutdown(server, SHUT_WR) == -1 ||   /* I shall send no more … */
        copy(server, STDOUT_FILENO) == -1) { /* … and read until the server has finished, too */
        perror(argv[0]);
        return 1;
    }
    close(server);
    return 0;
}
/* [/main] */
