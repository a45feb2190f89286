/* signal_clients.c - a slow client and one that stays. */
#include "signal_clients.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int ask(in_port_t port, const char *path)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = port, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char request[128];
    int client = socket(AF_INET, SOCK_STREAM, 0);
    int size = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", path);
    if (connect(client, (struct sockaddr *)&address, sizeof address) == 0)
        send(client, request, (size_t)size, MSG_NOSIGNAL);
    return client;
}

/* Reads one reply that ends with these words. */
static int hear(int client, const char *end)
{
    char reply[2048];
    size_t size = 0;
    for (ssize_t n; (n = recv(client, reply + size, sizeof reply - 1 - size, 0)) > 0;) {
        size += (size_t)n;
        reply[size] = '\0';
        if (size > strlen(end) && strcmp(reply + size - strlen(end), end) == 0)
            return WHOLE;
    }
    return size == 0 ? NOTHING : TORN;
}

void signal_clients(in_port_t port, int parent)
{
    char more;
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    alarm(5);
    int slow = ask(port, "/sleep/30");
    int idle = ask(port, "/hello");
    int first = hear(slow, "slept 30 ms\n");
    close(slow);
    int second = hear(idle, "hello, world\n");
    if (write(parent, "", 1) != 1 || read(parent, &more, 1) != 1)
        _exit(2);
    while (more == STOPPING && recv(idle, &more, 1, 0) > 0) {
    }
    _exit(first == TORN || second == TORN ? TORN : first);
}
