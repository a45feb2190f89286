/*
 * counter.c - two threads count to ten millions each, in the same variable: plain, volatile, atomic.
 * usage: counter
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { MILLIONS = 10000000 };

/* [count] */
static unsigned long plain;
static volatile unsigned long in_memory; /* each access to it is one to memory */
static atomic_ulong atomic;

static void *count(void *unused)
{
    for (int i = 0; i < MILLIONS; i++)
        plain++;
    for (int i = 0; i < MILLIONS; i++)
        in_memory++;
    for (int i = 0; i < MILLIONS; i++)
        atomic++;
    return unused;
}
/* [/count] */

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, count, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("plain %lu, volatile %lu, atomic %lu\n", plain, in_memory, (unsigned long)atomic);
}
