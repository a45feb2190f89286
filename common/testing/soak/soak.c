/*
 * soak.c - lets rough clients use a server for minutes or hours, and checks that nothing grows.
 *
 *     start ─► all at once ─► warm ─► quiet: the memory that it needs
 *                 ┌────────────────────────┘
 *                 └─► clients come and go ─► quiet: is all as it was? ─► … ─► SIGTERM
 *
 * "Quiet" means that every client has gone. Then the server must have as many descriptors, threads, children
 * and sockets as before the first client, no zombie, and no more memory than after the warm-up. soak.sh runs
 * this for each stage.
 */
#include "belongings.h"
#include "crowd.h"
#include "process.h"

#include "common/socket/clock.h"

#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WARM_UP    (2 * NANOSECONDS)
#define ROUND      (15 * NANOSECONDS)
#define QUIET_TIME (6 * NANOSECONDS) /* deadlines and lingering closes can take so long */

/* In KiB: a constant, and two pages for each client at a time, because a client sometimes uses a little more of
 * its buffers and of its thread's stack. With 64 clients this finds a leak of 64 bytes a connection after 10,000
 * connections. */
enum { MEMORY_ALLOWANCE = 128, CLIENT_ALLOWANCE = 8 };

struct soak {
    struct process server;
    struct crowd crowd;
    bool known; /* this system can count what the server has */
    struct belongings start, now;
    int64_t began;
    double loss;        /* in per cent */
    char verdict[1024]; /* what is wrong; empty: nothing */
};

static volatile sig_atomic_t signalled;

static void note(int number)
{
    signalled = number;
}

static bool is_interrupted(void)
{
    return signalled != 0;
}

/* Adds to the verdict. */
static void blame(struct soak *soak, const char *format, ...)
{
    va_list arguments;
    size_t length = strlen(soak->verdict);
    snprintf(soak->verdict + length, sizeof soak->verdict - length, "%s", length > 0 ? "; " : "");
    length = strlen(soak->verdict);
    va_start(arguments, format);
    vsnprintf(soak->verdict + length, sizeof soak->verdict - length, format, arguments);
    va_end(arguments);
}

static bool is_well(const struct soak *soak)
{
    return soak->verdict[0] == '\0' && !is_interrupted();
}

static void say(struct soak *soak, const char *state)
{
    static const char *const kinds[FAILURES] = {"", "unreachable", "cut", "wrong", "late"};
    struct crowd_score *score = &soak->crowd.score;
    const long *counts = soak->now.counts;
    int64_t seconds = (clock_now() - soak->began) / NANOSECONDS;

    soak->known =
        belongings_count(&soak->now, soak->server.pid, ntohs(soak->server.address.sin_port));
    printf("%-18s %2d:%02d %-5s %7lu connections %8lu replies, /hello in %4d ms at most;",
           soak->server.name, (int)(seconds / 60), (int)(seconds % 60), state, score->connections,
           score->replies, (int)(score->slowest_hello / MILLISECOND));
    if (soak->known)
        printf(" descriptors %2ld, sockets %2ld, CLOSE_WAIT %2ld, threads %2ld, children %2ld, "
               "zombies %ld, memory %ld KiB",
               counts[DESCRIPTORS], counts[SOCKETS], counts[CLOSE_WAIT], counts[THREADS],
               counts[CHILDREN], counts[ZOMBIES], counts[MEMORY]);
    for (int kind = 1; kind < FAILURES; kind++)
        if (score->failures[kind] > 0)
            printf(", %s %lu", kinds[kind], score->failures[kind]);
    if (score->last_failure != NULL)
        printf(" (last: %s)", score->last_failure);
    printf("\n");
    fflush(stdout);
    score->slowest_hello = 0;
}

/* Fewer is wrong, too: a pool does not get back a thread that it has lost. */
static bool has_changed(const struct soak *soak, int belonging)
{
    long allowance = MEMORY_ALLOWANCE + CLIENT_ALLOWANCE * (long)soak->crowd.rules.slots;
    long before = soak->start.counts[belonging], now = soak->now.counts[belonging];
    return belonging == MEMORY ? now > before + allowance : now != before;
}

static bool is_as_before(const struct soak *soak)
{
    int i = 0;
    while (i < BELONGINGS && !has_changed(soak, i))
        i++;
    return i == BELONGINGS;
}

/* The last client has gone: the server has some seconds to notice it, and to be as before. */
static void expect_quiet(struct soak *soak)
{
    int64_t end = clock_now() + QUIET_TIME;
    int port = ntohs(soak->server.address.sin_port);
    crowd_leave(&soak->crowd);
    while ((soak->known = belongings_count(&soak->now, soak->server.pid, port)) &&
           !is_as_before(soak) && clock_now() < end && !is_interrupted())
        clock_sleep(100);
    say(soak, "quiet");
    for (int i = 0; i < BELONGINGS && soak->known; i++)
        if (has_changed(soak, i))
            blame(soak, "%s went from %ld to %ld", belonging_names[i], soak->start.counts[i],
                  soak->now.counts[i]);
}

static void judge_service(struct soak *soak)
{
    const struct crowd_score *score = &soak->crowd.score;
    unsigned long failures = 0;
    /* If the network loses packets, it may lose a request so often that its time is over. */
    unsigned long allowed = score->connections / (soak->loss > 0 ? 20 : 1000);
    for (int kind = 1; kind < FAILURES; kind++)
        failures += score->failures[kind];
    if (score->unanswered > 0)
        blame(soak, "/hello was not answered within %.1f s, %lu times of %lu",
              (double)soak->crowd.rules.patience / NANOSECONDS, score->unanswered, score->hellos);
    if (failures > allowed)
        blame(soak, "%lu clients were not served as is due, the last of which: %s", failures,
              score->last_failure);
}

static void judge_ending(struct soak *soak, const struct ending *ending)
{
    const struct crowd_score *score = &soak->crowd.score;
    unsigned long lost = score->connections / (soak->loss > 0 ? 5 : 100) + 2;
    if (!ending->in_time)
        blame(soak, "it did not end after SIGTERM, and was killed");
    if (ending->status != 0)
        blame(soak, "it ended with status %d: %s", ending->status, ending->errors);
    if (ending->connections > score->connections || ending->connections + lost < score->connections)
        blame(soak, "it counted %lu connections, the clients %lu", ending->connections,
              score->connections);
    if (ending->requests < score->replies)
        blame(soak, "it counted %lu requests, the clients got %lu replies", ending->requests,
              score->replies);
    if (ending->extra)
        blame(soak, "it also said: %s", ending->errors);
}

static void warm_up(struct soak *soak)
{
    soak->known =
        belongings_count(&soak->start, soak->server.pid, ntohs(soak->server.address.sin_port));
    crowd_gather(&soak->crowd);
    crowd_run(&soak->crowd, WARM_UP);
    soak->start.counts[MEMORY] = LONG_MAX / 2; /* not compared yet */
    expect_quiet(soak);
    soak->start.counts[MEMORY] = soak->now.counts[MEMORY];
}

static void run(struct soak *soak, int64_t span)
{
    int64_t end;
    soak->began = clock_now();
    warm_up(soak);
    for (end = clock_now() + span; is_well(soak) && clock_now() < end;) {
        int64_t left = end - clock_now();
        int64_t part = left < ROUND ? left : ROUND;
        crowd_run(&soak->crowd, part / 2);
        say(soak, "busy");
        crowd_run(&soak->crowd, part - part / 2);
        expect_quiet(soak);
        judge_service(soak);
    }
}

static int conclude(struct soak *soak, double minutes)
{
    struct ending ending;
    process_end(&soak->server, &ending);
    judge_ending(soak, &ending);
    if (is_interrupted()) {
        printf("%s: interrupted\n", soak->server.name);
        return 128 + signalled;
    }
    if (soak->verdict[0] != '\0') {
        printf("%s: FAILED: %s\n", soak->server.name, soak->verdict);
        return 1;
    }
    printf("%s: %g min, %lu connections, %lu requests, %s\n", soak->server.name, minutes,
           ending.connections, ending.requests,
           soak->known ? "flat" : "all served; this system does not tell what grows");
    return 0;
}

static int usage(FILE *to, int status)
{
    fprintf(to, "Usage: soak [OPTION]... SERVER\n"
                "Rough clients for a server, and a look at whether anything of it grows.\n\n"
                "  -m MINUTES    how long, after the warming up (1)\n"
                "  -c CLIENTS    at a time, at most 64 (64)\n"
                "  -s CLIENTS    slow ones among them (48)\n"
                "  -r SECONDS    with no slow one, after each of them (0)\n"
                "  -p SECONDS    within this /hello is answered (2)\n"
                "  -n NUMBER     clients a second (400)\n"
                "  -x SEED       of the clients' choices (the time)\n"
                "  -l PERCENT    of the packets are lost here, so excuse more (0)\n");
    return status;
}

static int64_t span_of(const char *text, double unit)
{
    return (int64_t)(strtod(text, NULL) * unit * (double)NANOSECONDS);
}

int main(int argc, char *argv[])
{
    static struct soak soak;
    struct crowd_rules rules = {
        .slots = MOST_SLOTS, .slow = 48, .patience = 2 * NANOSECONDS, .per_second = 400};
    struct sigaction action = {.sa_handler = note};
    double minutes = 1;
    unsigned long seed = (unsigned long)clock_now() % 1000000;

    for (int letter; (letter = getopt(argc, argv, "m:c:s:r:p:n:x:l:h")) != -1;) {
        switch (letter) {
        case 'm': minutes = strtod(optarg, NULL); break;
        case 'c': rules.slots = (unsigned)strtoul(optarg, NULL, 10); break;
        case 's': rules.slow = (unsigned)strtoul(optarg, NULL, 10); break;
        case 'r': rules.rest = span_of(optarg, 1); break;
        case 'p': rules.patience = span_of(optarg, 1); break;
        case 'n': rules.per_second = (unsigned)strtoul(optarg, NULL, 10); break;
        case 'x': seed = strtoul(optarg, NULL, 10); break;
        case 'l': soak.loss = strtod(optarg, NULL); break;
        case 'h': return usage(stdout, 0);
        default: return usage(stderr, 2);
        }
    }
    if (optind != argc - 1 || !(minutes > 0) || rules.slots < 1 || rules.slots > MOST_SLOTS ||
        rules.per_second < 1)
        return usage(stderr, 2);

    rules.visit = rules.patience + 3 * NANOSECONDS;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    /* If our parent ignores SIGCHLD, so do we, and waitpid() would find no child. */
    signal(SIGCHLD, SIG_DFL);
    if (!process_start(&soak.server, argv[optind], "1")) {
        fprintf(stderr, "soak: %s did not start\n", argv[optind]);
        if (soak.server.pid != -1)
            process_end(&soak.server, &(struct ending){0});
        return 1;
    }
    struct dialler dialler = {.length = sizeof soak.server.address, .no_delay = true};
    memcpy(&dialler.address, &soak.server.address, sizeof soak.server.address);
    crowd_begin(&soak.crowd, &rules, &dialler, seed, is_interrupted);
    printf("%s: seed %lu\n", soak.server.name, seed);
    run(&soak, (int64_t)(minutes * 60 * (double)NANOSECONDS));
    return conclude(&soak, minutes);
}
