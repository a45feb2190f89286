/*
 * cost.c - what it costs to wait with select, poll and epoll, when there are many descriptors (Linux).
 * usage: cost [COUNT]...     (10, 1000 and 10000 if not told otherwise)
 *
 * The descriptors are UDP sockets. In the first part one of them has a datagram to be read and the others
 * have nothing, as with one busy client among idle ones. In the second part all are waited for until they
 * can be written to, and all can: as many are ready as there are. Each figure is the median of a hundred
 * calls.
 */
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 16384, CALLS = 101 };

static int sockets[MOST], count;

/* -- the three ways, each with what is waited for, and one wait ------------------------------ */

static fd_set wanted;
static struct pollfd polled[MOST];
static struct epoll_event events[MOST];
static int epoll;

static bool select_begin(bool writing)
{
    (void)writing;
    FD_ZERO(&wanted);
    for (int i = 0; i < count; i++) {
        if (sockets[i] >= FD_SETSIZE)
            return false;
        FD_SET(sockets[i], &wanted);
    }
    return true;
}

static int select_wait(bool writing)
{
    fd_set copy = wanted; /* select() overwrites what it is given */
    int highest = sockets[count - 1];
    return writing ? select(highest + 1, NULL, &copy, NULL, NULL)
                   : select(highest + 1, &copy, NULL, NULL, NULL);
}

static bool poll_begin(bool writing)
{
    for (int i = 0; i < count; i++)
        polled[i] = (struct pollfd){.fd = sockets[i], .events = writing ? POLLOUT : POLLIN};
    return true;
}

static int poll_wait(bool writing)
{
    (void)writing;
    return poll(polled, (nfds_t)count, -1);
}

static bool epoll_begin(bool writing)
{
    close(epoll);
    epoll = epoll_create1(0);
    for (int i = 0; i < count; i++) {
        struct epoll_event event = {.events = writing ? EPOLLOUT : EPOLLIN, .data.fd = sockets[i]};
        epoll_ctl(epoll, EPOLL_CTL_ADD, sockets[i], &event);
    }
    return true;
}

static int epoll_wait_once(bool writing)
{
    (void)writing;
    return epoll_wait(epoll, events, MOST, -1);
}

static const struct {
    bool (*begin)(bool writing);
    int (*wait)(bool writing);
} ways[] = {{select_begin, select_wait}, {poll_begin, poll_wait}, {epoll_begin, epoll_wait_once}};

/* -- measuring ------------------------------------------------------------------------------- */

static double microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int in_order(const void *one, const void *other)
{
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

static void measure(bool writing)
{
    static double took[CALLS];
    for (int way = 0; way < 3; way++) {
        if (!ways[way].begin(writing)) {
            printf(" %10s", "-");
            continue;
        }
        for (int i = 0; i < CALLS; i++) {
            double before = microseconds();
            if (ways[way].wait(writing) != (writing ? count : 1)) {
                fprintf(stderr, "cost: not as many are ready as should be\n");
                exit(1);
            }
            took[i] = microseconds() - before;
        }
        qsort(took, CALLS, sizeof *took, in_order);
        printf(" %10.1f", took[CALLS / 2]);
    }
}

/* Opens sockets until there are `total`, and sends one datagram to the last. */
static bool open_sockets(int total)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    for (; count < total; count++)
        if ((sockets[count] = socket(AF_INET, SOCK_DGRAM, 0)) == -1)
            return false;
    int last = sockets[count - 1];
    return bind(last, (struct sockaddr *)&address, length) == 0 &&
           getsockname(last, (struct sockaddr *)&address, &length) == 0 &&
           sendto(last, "x", 1, 0, (struct sockaddr *)&address, length) == 1;
}

static void measure_among(int total, bool writing)
{
    printf("%11d", total);
    if (total < 1 || total > MOST || !open_sockets(total))
        printf("   cannot be opened here (ulimit -n, or more than %d)", MOST);
    else
        measure(writing);
    printf("\n");
    while (count > 0)
        close(sockets[--count]);
}

int main(int argc, char *argv[])
{
    char *usual[] = {"", "10", "1000", "10000"};
    char **numbers = argc > 1 ? argv : usual;
    int how_many = argc > 1 ? argc : 4;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    for (int writing = 0; writing < 2; writing++) {
        printf("One call, in microseconds, %s\n",
               writing ? "and all are ready:" : "and one is ready:");
        printf("descriptors     select       poll      epoll\n");
        for (int i = 1; i < how_many; i++)
            measure_among(atoi(numbers[i]), writing);
    }
}
