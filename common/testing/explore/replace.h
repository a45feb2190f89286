/*
 * replace.h - the compiler reads this before the code that is explored (-include): its calls of pthreads become calls
 * of the scheduler, which know the file, the line and the words of their arguments.
 *
 * The scheduler sees these calls and nothing between two of them. What two threads do to the same memory without a
 * lock is for ThreadSanitizer to find.
 */
#ifndef EXPLORE_REPLACE_H
#define EXPLORE_REPLACE_H

#include "common/testing/explore/calls.h"

#define EXPLORE_HERE(words)                                                                        \
    (struct place)                                                                                 \
    {                                                                                              \
        __FILE__, __LINE__, words                                                                  \
    }
#define pthread_mutex_init(m, a)        explore_mutex_init(m, EXPLORE_HERE(#m))
#define pthread_mutex_destroy(m)        explore_mutex_destroy(m, EXPLORE_HERE(#m))
#define pthread_mutex_lock(m)           explore_mutex_lock(m, EXPLORE_HERE(#m))
#define pthread_mutex_trylock(m)        explore_mutex_trylock(m, EXPLORE_HERE(#m))
#define pthread_mutex_unlock(m)         explore_mutex_unlock(m, EXPLORE_HERE(#m))
#define pthread_cond_init(c, a)         explore_cond_init(c, EXPLORE_HERE(#c))
#define pthread_cond_destroy(c)         explore_cond_init(c, EXPLORE_HERE(#c))
#define pthread_cond_wait(c, m)         explore_cond_wait(c, m, false, EXPLORE_HERE(#c))
#define pthread_cond_timedwait(c, m, t) ((void)(t), explore_cond_wait(c, m, true, EXPLORE_HERE(#c)))
#define pthread_cond_signal(c)          explore_cond_signal(c, EXPLORE_HERE(#c))
#define pthread_cond_broadcast(c)       explore_cond_broadcast(c, EXPLORE_HERE(#c))
#define pthread_create(t, a, f, x)      explore_create(t, a, f, x, EXPLORE_HERE(#f))
#define pthread_join(t, r)              explore_join(t, r, EXPLORE_HERE(#t))
#define pthread_detach(t)               explore_detach(t, EXPLORE_HERE(#t))
#define pthread_self()                  explore_self()
#define pthread_exit(r)                 explore_exit(r)
#define pthread_once(o, f)              explore_once(o, f, EXPLORE_HERE(#f))
#define sem_init(s, p, n)               explore_sem_init(s, n, EXPLORE_HERE(#s))
#define sem_destroy(s)                  ((void)(s), 0)
#define sem_wait(s)                     explore_sem_wait(s, EXPLORE_HERE(#s))
#define sem_trywait(s)                  explore_sem_trywait(s, EXPLORE_HERE(#s))
#define sem_post(s)                     explore_sem_post(s, EXPLORE_HERE(#s))
/* Time does not pass here. Who waits by sleeping takes step after step. */
#define sched_yield()   explore_pause(EXPLORE_HERE("yields"))
#define sleep(n)        ((void)(n), (unsigned)explore_pause(EXPLORE_HERE("sleeps")))
#define usleep(n)       ((void)(n), explore_pause(EXPLORE_HERE("sleeps")))
#define nanosleep(n, r) ((void)(n), explore_pause(EXPLORE_HERE("sleeps")))

#endif
