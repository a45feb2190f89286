/* stop.c - the two signal handlers and the table of descriptors they walk through. All that they call is
 * async-signal-safe (signal-safety(7)). */
#include "stop.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

/* What each descriptor is. A client whose descriptor is beyond the table is served as any other; at the
 * end, the server waits for it until its deadline. */
enum { MOST_DESCRIPTORS = 65536 };
enum { FORGOTTEN, WATCHED, SPARED };

/* In one struct, and aligned, for the sake of 02's children (notes/performance.md). */
static struct {
    _Alignas(64) atomic_bool requested;
    atomic_bool in_child;
    atomic_bool cut;      /* the grace is over */
    atomic_int listening; /* set by stop_install(); -1: there is none */
    atomic_int highest;   /* of the clients' descriptors */
    atomic_uchar clients[MOST_DESCRIPTORS];
} state;

/* Only the parent changes these. */
static struct {
    volatile sig_atomic_t count;
    volatile sig_atomic_t slots; /* how many of the list were ever in use */
    volatile pid_t list[STOP_MOST_CHILDREN];
} children;

static void shut_down_clients(int how, bool spared_too)
{
    for (int descriptor = 0; descriptor <= state.highest; descriptor++)
        if (state.clients[descriptor] == WATCHED ||
            (spared_too && state.clients[descriptor] == SPARED))
            shutdown(descriptor, how);
}

static void signal_children(int number)
{
    for (int i = 0; i < children.slots && !state.in_child; i++)
        if (children.list[i] > 0)
            kill(children.list[i], number);
}

/* [on-stop] */
static void on_stop(int number)
{
    int saved_errno = errno; /* the interrupted code may be about to read it */
    if (!atomic_exchange(&state.requested, true)) { /* before the walk: see stop_watch */
        /* The children first: a process of a pool whose accept() fails, because the listening socket
         * that it shares was shut down, has then already been sent the reason. */
        signal_children(SIGTERM);
        int listener = state.listening;
        /* macOS cannot shut down a listening socket: there we close it, and accept() says EBADF. */
        if (listener != -1 && shutdown(listener, SHUT_RDWR) == -1)
            close(listener);
        shut_down_clients(SHUT_RD, false);
        alarm(STOP_GRACE_SECONDS);
    } else if (!state.in_child) {
        signal_children(SIGKILL);
        _exit(128 + number); /* what a shell reports for a program that a signal ended */
    }
    errno = saved_errno;
}
/* [/on-stop] */

static void on_grace_over(int number)
{
    int saved_errno = errno;
    (void)number;
    if (state.cut) /* a second later a client is still being served: it computes (/spin) */
        _exit(0);
    state.cut = true;
    shut_down_clients(SHUT_RDWR, true); /* sends fail now as well, so each conversation ends */
    signal_children(SIGKILL);
    alarm(1);
    errno = saved_errno;
}

void stop_install(int listener)
{
    /* No SA_RESTART: a blocked accept() must return. While one handler runs, the mask blocks the other
     * signals in this thread, so no handler interrupts another. (Two may still run in two threads.) */
    struct sigaction stop = {.sa_handler = on_stop};
    struct sigaction grace = {.sa_handler = on_grace_over};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&stop.sa_mask);
    sigemptyset(&ignore.sa_mask);
    sigaddset(&stop.sa_mask, SIGINT);
    sigaddset(&stop.sa_mask, SIGTERM);
    sigaddset(&stop.sa_mask, SIGALRM);
    sigaddset(&stop.sa_mask, SIGCHLD);
    grace.sa_mask = stop.sa_mask;
    state.listening = listener;
    /* SIGPIPE would end the server when it writes to a client that has gone. */
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGALRM, &grace, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    /* A program inherits the signal mask, and its parent may have blocked these signals. */
    sigprocmask(SIG_UNBLOCK, &stop.sa_mask, NULL);
}

bool stop_requested(void)
{
    return state.requested;
}

void stop_watch(int descriptor)
{
    if (descriptor < 0 || descriptor >= MOST_DESCRIPTORS)
        return;
    state.clients[descriptor] = WATCHED;
    int before = state.highest;
    while (descriptor > before &&
           !atomic_compare_exchange_weak(&state.highest, &before, descriptor))
        ;
    /* The handler sets its flag before it walks through the table. So either its walk has seen this
     * descriptor, or we see the flag here. Without this line a client that was accepted at that very
     * moment would be forgotten. */
    if (state.requested)
        shutdown(descriptor, SHUT_RD);
}

void stop_spare(int descriptor)
{
    if (descriptor >= 0 && descriptor < MOST_DESCRIPTORS)
        state.clients[descriptor] = SPARED;
}

void stop_forget(int descriptor)
{
    if (descriptor >= 0 && descriptor < MOST_DESCRIPTORS)
        state.clients[descriptor] = FORGOTTEN;
}

void stop_in_child(void)
{
    state.in_child = true;
    /* Parent and child share one listening socket: a child that shuts it down would stop the whole
     * server, also when a signal was meant for this child alone. */
    state.listening = -1;
    if (state.requested)
        alarm(STOP_GRACE_SECONDS); /* a child does not inherit its parent's alarm (fork(2)) */
}

void stop_add_child(pid_t child)
{
    int slot = 0;
    while (slot < children.slots && children.list[slot] > 0)
        slot++;
    if (slot == STOP_MOST_CHILDREN)
        return;
    children.list[slot] = child;
    children.count++;
    if (slot == children.slots)
        children.slots = slot + 1;
}

bool stop_remove_child(pid_t child)
{
    for (int i = 0; i < children.slots; i++) {
        if (children.list[i] == child) {
            children.list[i] = 0;
            children.count--;
            return true;
        }
    }
    return false;
}

int stop_children(void)
{
    return children.count;
}
