/* window.c - decides once, for all threads, when measuring begins; each thread adopts the answer. */
#include "window.h"

#include "common/socket/clock.h"

static void begin(struct window *window, int64_t now)
{
    int64_t unknown = WINDOW_UNKNOWN;
    /* Two threads can find at the same moment that it is time; the first one's moment counts. */
    if (atomic_compare_exchange_strong(&window->from, &unknown, now)) {
        unknown = WINDOW_UNKNOWN; /* unless window_cut() has ended it already */
        atomic_compare_exchange_strong(&window->until, &unknown, now + window->duration);
    }
}

void window_open(struct window *window, unsigned clients)
{
    window->origin = clock_now();
    window->silent = clients;
    window->from = window->until = WINDOW_UNKNOWN;
    window->cut = false;
    if (window->least == window->most)
        begin(window, window->origin + window->least);
}

void window_heard(struct window *window)
{
    window->silent--;
}

void window_decide(struct window *window, int64_t now)
{
    int64_t passed = now - window->origin;
    if (window->from == WINDOW_UNKNOWN && passed >= window->least &&
        (window->silent == 0 || passed >= window->most))
        begin(window, now);
}

void window_adopt(struct window *window, int64_t now, int64_t *from, int64_t *until)
{
    int64_t shared_from = window->from, shared_until = window->until;
    if (*from == WINDOW_UNKNOWN && shared_from != WINDOW_UNKNOWN)
        *from = shared_from > now ? shared_from : now;
    if (*until > shared_until)
        *until = shared_until > now ? shared_until : now;
}

void window_cut(struct window *window)
{
    int64_t now = clock_now();
    if (now < window->until)
        window->until = now;
    window->cut = true;
}
