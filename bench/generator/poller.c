/* poller.c - the same six functions twice: with epoll(7) for Linux, and with poll(2) for other systems. */
#include "poller.h"

#include "common/socket/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* -DPOLLER_USE_POLL builds the portable one on Linux as well, to try it. */
#if defined(__linux__) && !defined(POLLER_USE_POLL)
#define USE_EPOLL
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/select.h>
#else
#include <poll.h>
#endif

/* Rounded up: to wake just before the deadline would be to wake twice. */
static int milliseconds(int64_t span)
{
    if (span <= 0)
        return 0;
    return span > 60 * NANOSECONDS ? 60000 : (int)((span + MILLISECOND - 1) / MILLISECOND);
}

#ifdef USE_EPOLL

enum { MOST_EVENTS = 256 }; /* in one call; who is left out comes with the next */

int poller_open(struct poller *poller, unsigned slots, bool precise)
{
    *poller = (struct poller){.slots = slots, .precise = precise};
    poller->events = calloc(MOST_EVENTS, sizeof(struct epoll_event));
    /* Or the kernel wakes the threads 50 microseconds late. (They inherit it: prctl(2).) */
    if (precise)
        prctl(PR_SET_TIMERSLACK, 1000ul, 0, 0, 0);
    poller->descriptor = epoll_create1(EPOLL_CLOEXEC);
    return poller->events != NULL && poller->descriptor != -1 ? 0 : -1;
}

void poller_close(struct poller *poller)
{
    close(poller->descriptor);
    free(poller->events);
}

int poller_watch(struct poller *poller, unsigned slot, int descriptor, unsigned interest,
                 bool known)
{
    /* EPOLLRDHUP makes one event of the last bytes and the end behind them, where both are there:
     * that saves a recv() that would only say 0. */
    struct epoll_event event = {.data.u32 = slot, .events = EPOLLRDHUP};
    if (interest & POLLER_READABLE)
        event.events |= EPOLLIN;
    if (interest & POLLER_WRITABLE)
        event.events |= EPOLLOUT;
    return epoll_ctl(poller->descriptor, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
}

void poller_forget(struct poller *poller, unsigned slot)
{
    (void)poller, (void)slot; /* close() will do: the kernel forgets a closed descriptor itself */
}

/* epoll_wait() counts milliseconds; but an epoll descriptor can be waited for like any other, and
 * pselect() counts nanoseconds. (epoll_pwait2(2) does, too, since Linux 5.11.) */
static bool wait_precisely(const struct poller *poller, int64_t span)
{
    struct timespec time = {.tv_sec = span / NANOSECONDS, .tv_nsec = span % NANOSECONDS};
    fd_set watched;
    FD_ZERO(&watched);
    FD_SET(poller->descriptor, &watched);
    return pselect(poller->descriptor + 1, &watched, NULL, NULL, &time, NULL) > 0;
}

int poller_wait(struct poller *poller, int64_t span)
{
    poller->ready = 0;
    if (poller->precise && span > 0 && poller->descriptor < FD_SETSIZE) {
        if (!wait_precisely(poller, span))
            return 0;
        span = 0;
    }
    poller->ready = epoll_wait(poller->descriptor, poller->events, MOST_EVENTS, milliseconds(span));
    return poller->ready > 0 ? poller->ready : 0;
}

unsigned poller_ready(const struct poller *poller, int i, unsigned *slot)
{
    const struct epoll_event *event = (const struct epoll_event *)poller->events + i;
    unsigned ready = 0;
    *slot = event->data.u32;
    if (event->events & (EPOLLIN | EPOLLERR | EPOLLHUP | EPOLLRDHUP))
        ready |= POLLER_READABLE;
    if (event->events & (EPOLLOUT | EPOLLERR | EPOLLHUP))
        ready |= POLLER_WRITABLE;
    if (event->events & (EPOLLRDHUP | EPOLLHUP))
        ready |= POLLER_FINISHED;
    return ready;
}

#else

int poller_open(struct poller *poller, unsigned slots, bool precise)
{
    (void)precise; /* poll() counts milliseconds */
    *poller = (struct poller){.descriptor = -1, .slots = slots};
    struct pollfd *watched = calloc(slots, sizeof *watched);
    poller->events = watched;
    poller->ready_slots = calloc(slots, sizeof *poller->ready_slots);
    if (watched == NULL || poller->ready_slots == NULL)
        return -1;
    for (unsigned slot = 0; slot < slots; slot++)
        watched[slot].fd = -1; /* poll() passes over these */
    return 0;
}

void poller_close(struct poller *poller)
{
    free(poller->events);
    free(poller->ready_slots);
}

int poller_watch(struct poller *poller, unsigned slot, int descriptor, unsigned interest,
                 bool known)
{
    struct pollfd *watched = (struct pollfd *)poller->events + slot;
    (void)known;
    watched->fd = descriptor;
    watched->events = (short)((interest & POLLER_READABLE ? POLLIN : 0) |
                              (interest & POLLER_WRITABLE ? POLLOUT : 0));
    return 0;
}

void poller_forget(struct poller *poller, unsigned slot)
{
    ((struct pollfd *)poller->events + slot)->fd = -1;
}

int poller_wait(struct poller *poller, int64_t span)
{
    const struct pollfd *watched = poller->events;
    poller->ready = 0;
    if (poll(poller->events, poller->slots, milliseconds(span)) <= 0)
        return 0;
    /* Noted now, because serving one slot may put another descriptor into it. */
    for (unsigned slot = 0; slot < poller->slots; slot++)
        if (watched[slot].fd != -1 && watched[slot].revents != 0)
            poller->ready_slots[poller->ready++] = slot;
    return poller->ready;
}

unsigned poller_ready(const struct poller *poller, int i, unsigned *slot)
{
    *slot = poller->ready_slots[i];
    int events = ((const struct pollfd *)poller->events + *slot)->revents;
    unsigned ready = 0;
    if (events & (POLLIN | POLLERR | POLLHUP | POLLNVAL))
        ready |= POLLER_READABLE;
    if (events & (POLLOUT | POLLERR | POLLHUP))
        ready |= POLLER_WRITABLE;
    return ready;
}

#endif
