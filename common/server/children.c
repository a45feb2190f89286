/* children.c - see children.h. */
#include "children.h"

#include "stop.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* The signals whose handlers look at the children, or change them. */
static void fill(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGCHLD);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGALRM);
}

/* In a program with one thread pthread_sigmask() and sigprocmask(2) do the same. In the C library of GNU the
 * second calls the first: one page of code less for a child to find in memory. */
static void hold_signals(sigset_t *before)
{
    sigset_t held;
    fill(&held);
    pthread_sigmask(SIG_BLOCK, &held, before);
}

void children_on_end(void (*reap)(int number))
{
    struct sigaction action = {.sa_handler = reap, .sa_flags = SA_NOCLDSTOP};
    fill(&action.sa_mask);
    sigaction(SIGCHLD, &action, NULL); /* signal(2) may drop the handler after its first call */
}

/* [fork] */
pid_t children_fork(void)
{
    sigset_t before;
    /* A child can be over before fork() has returned here. Its SIGCHLD must not come until it is
     * counted, or the handler would take off what was never added. */
    hold_signals(&before);
    pid_t child = fork();
    if (child > 0) {
        stop_add_child(child);
        /* Told to stop while the fork was on its way? Then this child was not yet on the list. */
        if (stop_requested())
            kill(child, SIGTERM);
    } else if (child == 0) {
        /* Its copy of the list and its handler of SIGCHLD stay as they are: it has no children, so
         * neither will be used, and each page that a child touches first costs it a page fault. */
        stop_in_child();
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return child;
}
/* [/fork] */

bool children_reaped(pid_t child)
{
    return stop_remove_child(child);
}

bool children_wait_below(unsigned limit)
{
    if ((unsigned)stop_children() < limit) /* usual, and no system call */
        return true;
    sigset_t before;
    hold_signals(&before);
    /* sigsuspend() lets the signals in and sleeps in one step. "if (count >= limit) pause()" would
     * sleep for ever if the last child ended between the two. */
    while ((unsigned)stop_children() >= limit)
        sigsuspend(&before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return true;
}
