/*
 * simulate.c - plays schedule after schedule, each from a seed of its own, until the time is over or a
 * promise is broken.
 *
 *     simulate [--seconds S]     fresh seeds, for S seconds (10)
 *     simulate --seed N          seed N again, with a log of every event
 *
 * Exit status: 0: all promises were kept; 1: one was broken; 2: wrong command line.
 */
#include "simulation.h"

#include "common/socket/clock.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int usage(void)
{
    fprintf(stderr, "usage: simulate [--seconds S] [--seed N]\n");
    return 2;
}

static int replay(uint64_t seed)
{
    struct verdict verdict;
    setvbuf(stdout, NULL, _IOLBF, 0); /* so the log is complete even after a crash */
    if (simulation_replay(seed, &verdict, stdout)) {
        printf("seed %llu: all promises are kept\n", (unsigned long long)seed);
        return 0;
    }
    printf("seed %llu, %s: broken: %s: %s\n", (unsigned long long)seed, verdict.way,
           promise_text(verdict.broken), verdict.detail);
    return 1;
}

/* Other seeds in each run. simulate prints the seed of a failure, so you can play it again. */
static uint64_t fresh_seed(void)
{
    uint64_t dice = (uint64_t)time(NULL) * 1000003 + (uint64_t)getpid();
    return dice_roll(&dice) / 2;
}

/* Prints the seed when the program crashes, or when a signal ends a program that hangs. */
static volatile sig_atomic_t crashing;
static char at_hand[64];

static void say_seed(int number)
{
    if (!crashing++ && write(STDERR_FILENO, at_hand, strlen(at_hand)) == -1)
        crashing++;
    signal(number, SIG_DFL);
    raise(number);
}

static void watch_for_crashes(void)
{
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        signal(numbers[i], say_seed);
}

static bool play(uint64_t seed)
{
    struct verdict verdict;
    snprintf(at_hand, sizeof at_hand, "simulate: in seed %llu\n", (unsigned long long)seed);
    return simulation_run(seed, &verdict);
}

static int search(long seconds)
{
    uint64_t first = fresh_seed(), seed = first;
    int64_t began = clock_now(), now = began;

    watch_for_crashes();
    fprintf(stderr, "simulate: %ld s, seeds from %llu\n", seconds, (unsigned long long)first);
    for (; now - began < seconds * NANOSECONDS; now = clock_now())
        for (int i = 0; i < 100; i++, seed++)
            if (!play(seed)) {
                printf("After %llu schedules:\n", (unsigned long long)(seed - first));
                return replay(seed);
            }
    double played = (double)(seed - first), taken = (double)(now - began) / NANOSECONDS;
    printf("%.0f schedules, %.0f a second: all promises are kept\n", played, played / taken);
    return 0;
}

int main(int argc, char *argv[])
{
    long seconds = 10;
    char *end = NULL;
    if (argc == 3 && strcmp(argv[1], "--seed") == 0) {
        uint64_t seed = strtoull(argv[2], &end, 10);
        return *end == '\0' && end != argv[2] ? replay(seed) : usage();
    }
    if (argc == 3 && strcmp(argv[1], "--seconds") == 0) {
        seconds = strtol(argv[2], &end, 10);
        return *end == '\0' && seconds > 0 ? search(seconds) : usage();
    }
    return argc == 1 ? search(seconds) : usage();
}
