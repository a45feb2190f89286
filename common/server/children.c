/* children.c - fork and SIGCHLD without a race: signals are held off around each change of the count. */
#include "children.h"

#include "stop.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* The signals whose handlers read or change the list of children. */
static void fill(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGCHLD);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGALRM);
}

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
    /* Not signal(2), which may remove the handler at its first call. */
    sigaction(SIGCHLD, &action, NULL);
}

/* [fork] */
pid_t children_fork(void)
{
    sigset_t before;
    /* A child can end before fork() has returned in the parent. Its SIGCHLD must wait until the child is
     * on the list, or the handler would remove a child that was not yet added. */
    hold_signals(&before);
    pid_t child = fork();
    if (child > 0) {
        stop_add_child(child);
        /* If the server was told to stop during the fork, this child was not yet on the list. */
        if (stop_requested())
            kill(child, SIGTERM);
    } else if (child == 0) {
        /* The child keeps its copy of the list and the handler of SIGCHLD: it has no children, so
         * neither is used, and clearing them would cost a page fault (notes/performance.md). */
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

void children_wait_below(unsigned limit)
{
    if ((unsigned)stop_children() < limit) /* usually, and without a system call */
        return;
    sigset_t before;
    hold_signals(&before);
    /* sigsuspend() unblocks the signals and sleeps in one step. "if (count >= limit) pause()" would
     * sleep for ever if the last child ended between the test and the pause. */
    while ((unsigned)stop_children() >= limit)
        sigsuspend(&before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}
