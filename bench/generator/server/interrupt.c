/* interrupt.c - a handler that counts SIGINT and SIGTERM, and keeps the number of the last signal. */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t count, last;

static void note(int number)
{
    last = number;
    count++;
}

void interrupt_watch(void)
{
    struct sigaction action = {.sa_handler = note}; /* no SA_RESTART: poll() is to return */
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int interrupt_signal(void)
{
    return last;
}

int interrupt_count(void)
{
    return count;
}
