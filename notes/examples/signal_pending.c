/*
 * signal_pending.c - a blocked signal waits; and three of one kind are one.
 * usage: signal_pending
 */
#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t runs;

static void on_signal(int number)
{
    (void)number;
    runs++;
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t held, before;
    sigaction(SIGUSR1, &action, NULL);
    sigemptyset(&held);
    sigaddset(&held, SIGUSR1);
    /* [mask] */
    sigprocmask(SIG_BLOCK, &held, &before);
    for (int i = 0; i < 3; i++)
        raise(SIGUSR1);
    printf("sent three times, blocked: the handler ran %d times\n", (int)runs);
    sigprocmask(SIG_SETMASK, &before, NULL);
    printf("no longer blocked:         the handler ran %d times\n", (int)runs);
    /* [/mask] */
}
