/*
 * floor_client - the least that the kernel lets a client cost: bench/load's yardstick, as floor.c is
 * the servers'.
 *
 * The same system calls as in bench/load and nothing else: whatever comes in is taken for one whole
 * reply, and nothing is timed, checked or counted apart. Do not measure with this.
 *
 * usage: floor_client short|persistent CLIENTS SECONDS PORT      (of a server on this machine)
 */
#include <stdio.h>

#ifdef __linux__

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_EVENTS = 256 };

static const char request[] = "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
static const char last_request[] =
    "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

static struct sockaddr_in server = {.sin_family = AF_INET};
static int poller;
static bool persistent;
static unsigned long replies;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void ask(int client)
{
    const char *text = persistent ? request : last_request;
    size_t length = persistent ? sizeof request - 1 : sizeof last_request - 1;
    if (send(client, text, length, MSG_NOSIGNAL) == -1)
        fail("floor_client: send");
}

/* On one machine a connection is there before connect() has returned. */
static void begin(void)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP};
    int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    if (persistent)
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(client, (struct sockaddr *)&server, sizeof server) == -1 && errno != EINPROGRESS)
        fail("floor_client: connect");
    ask(client);
    event.data.fd = client;
    if (epoll_ctl(poller, EPOLL_CTL_ADD, client, &event) == -1)
        fail("floor_client: epoll_ctl");
}

static void serve(const struct epoll_event *event)
{
    char reply[4096];
    int client = event->data.fd;
    ssize_t received = recv(client, reply, sizeof reply, 0);
    replies += received > 0;
    if (persistent && received > 0) {
        ask(client);
    } else if (received <= 0 || (event->events & EPOLLRDHUP)) { /* or the end comes later */
        close(client);
        begin();
    }
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void run(double seconds)
{
    static struct epoll_event events[MOST_EVENTS];
    double end = now() + seconds;
    while (now() < end) {
        int ready = epoll_wait(poller, events, MOST_EVENTS, 100);
        for (int i = 0; i < ready; i++)
            serve(&events[i]);
    }
}

int main(int argc, char *argv[])
{
    struct rusage used;
    if (argc != 5 || (strcmp(argv[1], "short") != 0 && strcmp(argv[1], "persistent") != 0)) {
        fprintf(stderr, "usage: floor_client short|persistent CLIENTS SECONDS PORT\n");
        return 2;
    }
    persistent = strcmp(argv[1], "persistent") == 0;
    double seconds = atof(argv[3]);
    server.sin_port = htons((uint16_t)atoi(argv[4]));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    poller = epoll_create1(0);
    for (int i = atoi(argv[2]); i > 0; i--)
        begin();
    run(seconds);
    getrusage(RUSAGE_SELF, &used);
    double cpu = (double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec +
                 (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    printf("%lu replies, %.1f a second, %.3f us of CPU each\n", replies, (double)replies / seconds,
           replies > 0 ? cpu * 1e6 / (double)replies : 0);
    return replies > 0 ? 0 : 1;
}

#else

int main(void)
{
    fprintf(stderr, "floor_client: it needs Linux's epoll(7)\n");
    return 1;
}

#endif
