/*
 * 2-echo.c - sends each client back what it sends, one client after the other.
 * usage: 2-echo PORT            (a client for it: nc localhost PORT)
 */
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int fail(const char *call)
{
    perror(call);
    return 1;
}

/* [echo] */
static void echo(int client)
{
    char bytes[4096];
    ssize_t size;
    while ((size = read(client, bytes, sizeof bytes)) > 0) { /* 0: the client sends no more */
        fprintf(stderr, "read %zd bytes\n", size);
        if (write(client, bytes, (size_t)size) != size)
            return;
    }
}
/* [/echo] */

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
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1)
        return fail("bind");
    if (listen(listener, SOMAXCONN) == -1)
        return fail("listen");
    fprintf(stderr, "waiting for clients\n");

    /* [loop] */
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client == -1)
            return fail("accept");
        echo(client);
        close(client);
    }
    /* [/loop] */
}
