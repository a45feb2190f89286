/*
 * slot.c - a producer, a consumer, and room for one number between them.
 * usage: slot
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

/* [slot] */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool full;
static int slot;

static void put(int number)
{
    pthread_mutex_lock(&lock);
    /* No room: sleep until the other thread says that something has changed, and look again. */
    while (full)
        pthread_cond_wait(&changed, &lock);
    slot = number;
    full = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}
/* [/slot] */

static int take(void)
{
    pthread_mutex_lock(&lock);
    while (!full)
        pthread_cond_wait(&changed, &lock);
    int number = slot;
    full = false;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return number;
}

static void *consume(void *unused)
{
    for (int number; (number = take()) != 0;)
        printf("took %d\n", number);
    return unused;
}

int main(void)
{
    pthread_t consumer;
    pthread_create(&consumer, NULL, consume, NULL);
    for (int number = 3; number >= 0; number--) /* 0 says that it was the last */
        put(number);
    pthread_join(consumer, NULL);
}
