/* stop.c - see stop.h. Whatever a handler calls here is async-signal-safe (signal-safety(7)). */
#include "stop.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

/* What each descriptor is. A descriptor beyond the table is served all the same; it only keeps the
 * server waiting at the end until its own deadline. */
enum { MOST_DESCRIPTORS = 65536 };
enum { FORGOTTEN, WATCHED, SPARED };

/* Together in one place, and the first descriptors on the same page of memory as what stands before them: a
 * forked child pays for each page that it is the first to change. */
static struct {
    _Alignas(64) atomic_bool requested;
    atomic_bool in_child;
    atomic_bool cut;      /* the grace is over */
    atomic_int listening; /* set by stop_install(); -1: there is none */
    atomic_int highest;   /* of the clients' descriptors */
    atomic_uchar clients[MOST_DESCRIPTORS];
} state;

/* The parent changes these for each child, and no child does. */
static struct {
    volatile sig_atomic_t count;
    volatile sig_atomic_t slots; /* those that were ever used come first */
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
        int listener = state.listening;
        if (listener != -1 && shutdown(listener, SHUT_RDWR) == -1)
            close(listener); /* macOS has no shutdown() of a listening socket; a close will do */
        shut_down_clients(SHUT_RD, false);
        signal_children(SIGTERM);
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
    if (state.cut) /* still here: somebody computes, and hears of nothing (/spin) */
        _exit(0);
    state.cut = true;
    shut_down_clients(SHUT_RDWR, true); /* sends fail now as well, so every conversation ends */
    signal_children(SIGKILL);
    alarm(1);
    errno = saved_errno;
}

void stop_install(int listener)
{
    /* No SA_RESTART: a blocked accept() is to return. In a thread the handlers hold each other off, so
     * that none meets another one half done. (Two signals may still run in two threads at once.) */
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
    /* SIGPIPE would end the server whenever a client is gone before its reply. */
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGALRM, &grace, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    /* Whoever started this program may have had them blocked, and a mask is inherited. */
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
    state.clients[descriptor] =
        WATCHED; /* written first: read first, the page would fault twice in a child */
    int before = state.highest;
    while (descriptor > before &&
           !atomic_compare_exchange_weak(&state.highest, &before, descriptor))
        ;
    /* Either the handler's walk saw this descriptor, or its flag, set before the walk, is seen
     * here. Without this line a client accepted at that very moment would be forgotten. */
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
    /* The listening socket is one object, shared by parent and child: shutting it down here
     * would stop the whole server when somebody ends this one child. */
    state.listening = -1;
    if (state.requested)
        alarm(STOP_GRACE_SECONDS); /* fork(2): the parent's alarm is not the child's */
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
