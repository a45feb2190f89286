/*
 * 5-much.c - sends one client 16 MiB with one call of write(), which may take a second at most.
 * usage: 5-much PORT
 */
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static char bytes[16 * 1024 * 1024];

static int fail(const char *call)
{
    perror(call);
    return 1;
}

int main(int argc, char *argv[])
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s PORT\n", argv[0]);
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(argv[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        return fail("socket");
    int yes = 1; /* so that it can be started again at once: see 4-count.c */
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1)
        return fail("setsockopt");
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1)
        return fail("bind");
    if (listen(listener, SOMAXCONN) == -1)
        return fail("listen");
    fprintf(stderr, "waiting for a client\n");

    int client = accept(listener, NULL, NULL);
    if (client == -1)
        return fail("accept");
    /* [write] */
    struct timeval second = {.tv_sec = 1};
    if (setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second) == -1)
        return fail("setsockopt");
    ssize_t written = write(client, bytes, sizeof bytes);
    if (written == -1)
        return fail("write");
    fprintf(stderr, "write took %zd of %zu bytes\n", written, sizeof bytes);
    /* [/write] */
    close(client);
    close(listener);
    return 0;
}
