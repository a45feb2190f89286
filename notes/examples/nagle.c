/*
 * nagle.c - one request in two small sends: with Nagle's algorithm, without it, and in one send.
 * usage: nagle
 */
#include "listening.h"

#include <netinet/tcp.h>
#include <time.h>
#include <unistd.h>

enum { REQUESTS = 10 };

/* Receives two bytes, however they come, and answers with one. */
static void serve(int client)
{
    char byte;
    for (int count = 1; recv(client, &byte, 1, 0) == 1; count++)
        if (count % 2 == 0)
            send(client, &byte, 1, MSG_NOSIGNAL);
}

/* [ask] */
static void ask(int server, int sends)
{
    char reply;
    if (sends == 2) {
        send(server, "a", 1, 0); /* the head … */
        send(server, "b", 1, 0); /* … and the body */
    } else {
        send(server, "ab", 2, 0);
    }
    recv(server, &reply, 1, 0);
}
/* [/ask] */

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void measure(const char *name, struct sockaddr_in *address, int sends, int no_delay)
{
    int server = socket(AF_INET, SOCK_STREAM, 0);
    connect(server, (struct sockaddr *)address, sizeof *address);
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
    printf("%-24s", name);
    for (int i = 0; i < REQUESTS; i++) {
        double before = milliseconds();
        ask(server, sends);
        printf(" %4.1f", milliseconds() - before);
    }
    printf(" ms\n");
    close(server);
}

int main(void)
{
    struct sockaddr_in address;
    int listener = listen_on("0");
    getsockname(listener, (struct sockaddr *)&address, &(socklen_t){sizeof address});
    if (fork() == 0)
        for (int i = 0; i < 3; i++) {
            int client = accept(listener, NULL, NULL);
            serve(client);
            close(client);
            if (i == 2)
                _exit(0);
        }
    measure("two sends", &address, 2, 0);
    measure("two sends, TCP_NODELAY", &address, 2, 1);
    measure("one send", &address, 1, 0);
}
