/*
 * 1-one-line.c - the shortest server: it waits for one client, sends it one line, and ends.
 * usage: 1-one-line PORT        (a client for it: nc localhost PORT)
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

int main(int argc, char *argv[])
{
    const char line[] = "hello from the server\n";
    if (argc != 2) {
        fprintf(stderr, "usage: %s PORT\n", argv[0]);
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(argv[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}; /* 127.0.0.1 */

    int listener = socket(AF_INET, SOCK_STREAM, 0); /* IPv4, a stream of bytes: TCP */
    if (listener == -1)
        return fail("socket");
    /* [bind] */
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1)
        return fail("bind");
    /* [/bind] */
    if (listen(listener, SOMAXCONN) == -1)
        return fail("listen");
    fprintf(stderr, "waiting for a client\n");

    int client = accept(listener, NULL, NULL); /* waits here */
    if (client == -1)
        return fail("accept");
    if (write(client, line, sizeof line - 1) == -1)
        return fail("write");
    close(client);
    close(listener);
    return 0;
}
