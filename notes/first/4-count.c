/*
 * 4-count.c - tells each client its number; "kill -USR1" makes it say how many there were.
 * usage: 4-count PORT
 */
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static volatile sig_atomic_t asked; /* a kind of variable that a signal handler may set */

static void on_signal(int number)
{
    (void)number;
    asked = 1;
}

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
    struct sigaction action = {.sa_handler = on_signal};
    if (sigaction(SIGUSR1, &action, NULL) == -1)
        return fail("sigaction");
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener == -1)
        return fail("socket");
    /* [reuse] */
    int yes = 1;
    if (setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1)
        return fail("setsockopt");
    /* [/reuse] */
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == -1)
        return fail("bind");
    if (listen(listener, SOMAXCONN) == -1)
        return fail("listen");
    fprintf(stderr, "waiting for clients\n");

    /* [loop] */
    for (int count = 0;;) {
        int client = accept(listener, NULL, NULL);
        if (asked)
            fprintf(stderr, "%d clients so far\n", count);
        asked = 0;
        if (client == -1)
            return fail("accept");
        dprintf(client, "you are client %d\n", ++count);
        close(client);
    }
    /* [/loop] */
}
