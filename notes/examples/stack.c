/*
 * stack.c - what a thread costs with a stack of 128 KiB and of 8 MiB: one at a time, and 64 that live together.
 * usage: stack
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 31, MOST = 64 };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

/* Uses some of its stack, as a conversation does, and waits until all of its round are there. */
static void *live(void *unused)
{
    volatile char used[8192];
    used[0] = used[4096] = used[8191] = 1;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return unused;
}

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

/* The median of some rounds: the time for each thread, from its creation to its end. */
static double measure(size_t stack, int together)
{
    double took[ROUNDS];
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack);
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t threads[MOST];
        double before = microseconds();
        pthread_mutex_lock(&gate);
        for (int i = 0; i < together; i++)
            if (pthread_create(&threads[i], &attributes, live, NULL) != 0)
                exit(1);
        pthread_mutex_unlock(&gate);
        for (int i = 0; i < together; i++)
            pthread_join(threads[i], NULL);
        took[round] = (microseconds() - before) / together;
    }
    qsort(took, ROUNDS, sizeof *took, in_order);
    return took[ROUNDS / 2];
}

int main(void)
{
    printf("microseconds for a thread    128 KiB    8 MiB\n");
    printf("  one at a time              %7.1f  %7.1f\n", measure(128 << 10, 1),
           measure(8 << 20, 1));
    printf("  64 that live together      %7.1f  %7.1f\n", measure(128 << 10, 64),
           measure(8 << 20, 64));
}
