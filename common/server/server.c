/* server.c - the start (options, pages, listening socket), the accept loop, and the summary line. */
#include "server.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "common/socket/platform.h"
#include "stop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { FILLER_SIZE = 65536 };

int server_complain(const struct server *server, const char *what, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", server->context.stage->name, what, why);
    return 1;
}

static time_t wall_clock(void)
{
    return time(NULL);
}

/* What the services may know. The counters and the filler are shared memory: see counters.h. */
static bool prepare_context(struct server *server)
{
    char *filler = platform_shared_memory(FILLER_SIZE);

    server->context.counters = counters_create();
    if (filler == NULL || server->context.counters == NULL) {
        server_complain(server, "no shared memory", strerror(errno));
        return false;
    }
    for (int i = 0; i < FILLER_SIZE; i++)
        filler[i] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\n"[i % 64];
    server->context.filler = filler;
    server->context.filler_size = FILLER_SIZE;
    server->context.clock = clock_now;
    server->context.stopping = stop_requested;
    server->context.date = wall_clock;
    server->context.sleep = clock_sleep;
    server->context.spin = clock_spin;
    server->context.started = clock_now();
    return true;
}

static const char *advice(int cause)
{
    switch (cause) {
    case EADDRINUSE: return "; another program listens there: end it, or choose another --port";
    case EACCES: return "; ports below 1024 usually need root: choose a higher --port";
    case EADDRNOTAVAIL: return "; no interface of this machine has that --address";
    case EAFNOSUPPORT: return "; this machine has no such address family: try --address 127.0.0.1";
    default: return "";
    }
}

bool server_listen(struct server *server)
{
    const struct options *options = &server->options;
    struct addrinfo *addresses;
    char where[512];

    snprintf(where, sizeof where, "cannot listen on %s port %s", options->address, options->port);
    int failure = address_lookup(options->address, options->port, &addresses);
    if (failure != 0) {
        server->exit_status = server_complain(server, where, address_error(failure));
        return false;
    }
    server->listener = listener_open(addresses, options->backlog, options->timeout);
    int cause = errno;
    freeaddrinfo(addresses);
    if (server->listener == -1) {
        char why[256];
        snprintf(why, sizeof why, "%s%s", strerror(cause), advice(cause));
        server->exit_status = server_complain(server, where, why);
        return false;
    }
    stop_install(server->listener);
    return true;
}

void server_say_ready(const struct server *server)
{
    struct sockaddr_storage address = {0}; /* with the real port, where 0 was asked for */
    socklen_t length = sizeof address;
    char text[ADDRESS_TEXT_SIZE];

    getsockname(server->listener, (struct sockaddr *)&address, &length);
    printf("%s: listening on %s://%s/\n", server->context.stage->name, server->service->name,
           address_format((struct sockaddr *)&address, length, text));
    /* stdio writes to a pipe or a file only when its buffer is full. If the line cannot be written, a
     * script may wait for it for ever, so we say it; and we serve. */
    if (fflush(stdout) == EOF)
        server_complain(server, "standard output", strerror(errno));
}

/* A program may be started with standard output or error closed (">&-"). The first client would then get
 * such a number, and what we print would go to that client. */
static void fill_standard_descriptors(void)
{
    int descriptor;
    do
        descriptor = open("/dev/null", O_RDWR);
    while (descriptor != -1 && descriptor <= STDERR_FILENO);
    close(descriptor);
}

bool server_prepare(struct server *server, const struct stage *stage, int argc, char *argv[])
{
    fill_standard_descriptors();
    *server = (struct server){.listener = -1, .context = {.stage = stage}};
    enum options_result result = options_read(&server->options, stage, argc, argv);
    if (result != OPTIONS_GOOD) {
        server->exit_status = result == OPTIONS_WRONG ? 2 : result == OPTIONS_UNWRITTEN ? 1 : 0;
        return false;
    }
    server->service = server->options.service;
    if (!prepare_context(server)) {
        server->exit_status = 1;
        return false;
    }
    return true;
}

bool server_read_pages(struct server *server)
{
    static struct pages pages;
    char why[512];
    if (server->options.root == NULL)
        return true;
    if (pages_load(&pages, server->options.root, why, sizeof why) == -1) {
        server->exit_status = server_complain(server, "--root", why);
        return false;
    }
    if (why[0] != '\0') /* a file or a directory that could not be read is left out */
        server_complain(server, "--root", why);
    server->context.pages = &pages;
    return true;
}

bool server_start(struct server *server, const struct stage *stage, int argc, char *argv[])
{
    return server_prepare(server, stage, argc, argv) && server_read_pages(server) &&
           server_listen(server);
}

bool server_set_non_blocking(struct server *server)
{
    server->event_driven = true;
    int flags = fcntl(server->listener, F_GETFL);
    if (flags != -1 && fcntl(server->listener, F_SETFL, flags | O_NONBLOCK) != -1)
        return true;
    server->exit_status = server_complain(server, "O_NONBLOCK", strerror(errno));
    return false;
}

bool server_try_accept(struct server *server, struct client *client, enum accept_verdict *verdict)
{
    if (client_accept(client, server->listener, server->event_driven) == 0) {
        client->number = atomic_fetch_add(&server->context.counters->connections, 1) + 1;
        server->short_of = false;
        return true;
    }
    int cause = errno;
    bool stopping = stop_requested();
    *verdict = stopping ? ACCEPT_FATAL : accept_verdict(cause);
    if (*verdict == ACCEPT_FATAL && !stopping) {
        server->exit_status = server_complain(server, "cannot accept", strerror(cause));
        raise(SIGTERM); /* no client can reach this server any more, so it ends as if told to */
    }
    if (*verdict == ACCEPT_BACK_OFF && !server->short_of) {
        server_complain(server, "cannot accept for now, clients wait", strerror(cause));
        server->short_of = true; /* said once, until a client is accepted again */
    }
    return false;
}

/* [accept-loop] */
bool server_accept(struct server *server, struct client *client)
{
    while (!stop_requested()) {
        enum accept_verdict verdict;
        if (server_try_accept(server, client, &verdict))
            return true;
        if (verdict == ACCEPT_FATAL)
            return false;
        if (verdict == ACCEPT_BACK_OFF)
            clock_sleep(ACCEPT_PAUSE_MS);
    }
    return false;
}
/* [/accept-loop] */

bool server_somebody_waits(const struct server *server)
{
    struct pollfd listener = {.fd = server->listener, .events = POLLIN};
    struct counters *counters = server->context.counters;
    unsigned workers = server->options.workers; /* 0: no pool, so no queue of our own */
    unsigned long departed = atomic_load(&counters->departed);

    if (workers > 0 && atomic_load(&counters->connections) - departed > workers)
        return true;
    return poll(&listener, 1, 0) == 1 && (listener.revents & POLLIN) != 0;
}

void server_close(struct server *server, struct client *client)
{
    close(client->descriptor);
    atomic_fetch_add(&server->context.counters->departed, 1);
}

static double seconds(struct timeval one, struct timeval other)
{
    return (double)(one.tv_sec + other.tv_sec) + (double)(one.tv_usec + other.tv_usec) / 1e6;
}

int server_finish(struct server *server)
{
    struct rusage self = {0}, children = {0};
    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children); /* those that have been waited for */
    long peak = platform_peak_memory_kib(&self);
    if (platform_peak_memory_kib(&children) > peak)
        peak = platform_peak_memory_kib(&children);

    close(server->listener);
    fprintf(stderr,
            "%s: %lu connections, %lu requests, CPU %.3f s user %.3f s system, "
            "peak memory %ld KiB\n",
            server->context.stage->name, atomic_load(&server->context.counters->connections),
            atomic_load(&server->context.counters->requests),
            seconds(self.ru_utime, children.ru_utime), seconds(self.ru_stime, children.ru_stime),
            peak);
    return server->exit_status;
}
