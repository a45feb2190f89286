/* model.c - mutexes, condition variables and semaphores as POSIX describes them, in tables. Only one thread runs at
 * a time, so these need no lock. */
#include "threads.h"

#include <errno.h>

enum { MOST_OBJECTS = 64 };

static struct object objects[MOST_OBJECTS];
static int object_count;
static unsigned long waits;

struct object *object_at(const void *address, const char *words)
{
    for (int i = 0; i < object_count; i++)
        if (objects[i].address == address)
            return &objects[i];
    if (object_count == MOST_OBJECTS)
        broken("too many objects",
               "the scenario has room for %d mutexes, conditions and semaphores.", MOST_OBJECTS);
    objects[object_count] =
        (struct object){.address = address, .words = words, .holder = -1, .last_woken = -1};
    return &objects[object_count++];
}

const char *short_words(const char *words)
{
    const char *last = words;
    for (const char *c = words; *c; c++)
        if (*c == '&' || *c == '.' || *c == ' ' || (*c == '>' && c > words && c[-1] == '-'))
            last = c + 1;
    return last;
}

static struct object *fresh(const void *address, struct place place)
{
    struct object *object = object_at(address, place.words);
    *object =
        (struct object){.address = address, .words = place.words, .holder = -1, .last_woken = -1};
    return object;
}

int explore_mutex_init(pthread_mutex_t *mutex, struct place place)
{
    fresh(mutex, place);
    return 0;
}

int explore_mutex_destroy(pthread_mutex_t *mutex, struct place place)
{
    if (fresh(mutex, place)->holder != -1)
        broken("broken rule", "%s destroys %s, which is locked.", explore_name(),
               short_words(place.words));
    return 0;
}

int explore_mutex_lock(pthread_mutex_t *mutex, struct place place)
{
    struct object *object = object_at(mutex, place.words);
    thread_turn(LOCK, object, place);
    object->holder = current;
    thread_did(place, "locks %s", short_words(place.words));
    return 0;
}

int explore_mutex_trylock(pthread_mutex_t *mutex, struct place place)
{
    struct object *object = object_at(mutex, place.words);
    thread_turn(GO_ON, object, place);
    bool is_free = object->holder == -1;
    if (is_free)
        object->holder = current;
    thread_did(place, is_free ? "locks %s" : "finds %s locked", short_words(place.words));
    return is_free ? 0 : EBUSY;
}

static void must_hold(const struct object *mutex, const char *does)
{
    if (mutex->holder != current)
        broken("broken rule", "%s %s %s, which %s.", explore_name(), does,
               short_words(mutex->words),
               mutex->holder == -1 ? "no thread has locked" : "another thread has locked");
}

int explore_mutex_unlock(pthread_mutex_t *mutex, struct place place)
{
    struct object *object = object_at(mutex, place.words);
    must_hold(object, "unlocks");
    object->holder = -1;
    thread_did(place, "unlocks %s", short_words(place.words));
    thread_turn(GO_ON, object,
                place); /* others may go on before what this thread does without the lock */
    return 0;
}

int explore_cond_init(pthread_cond_t *condition, struct place place)
{
    fresh(condition, place);
    return 0;
}

int explore_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, bool timed,
                      struct place place)
{
    struct object *object = object_at(condition, place.words),
                  *its_mutex = object_at(mutex, "the mutex");
    struct thread *me = &threads[current];
    thread_turn(GO_ON, object, place);
    must_hold(its_mutex, "waits with");
    its_mutex->holder = -1;
    thread_did(place, "waits %s", short_words(place.words));
    me->signalled = me->timed_out = false, me->timed = timed, me->mutex = its_mutex,
    me->since = ++waits, me->slept_at = schedule->step_count;
    thread_turn(WOKEN, object, place);
    its_mutex->holder = current;
    if (me->signalled)
        thread_did(place, "goes on (%d)", me->woken_by);
    else
        thread_did(place, me->timed_out ? "its time is over" : "goes on, unwoken");
    return me->timed_out && !me->signalled ? ETIMEDOUT : 0;
}

/* Of those that wait for this condition and have not been woken: how many, and which was the n-th to come. */
static int waiting(const struct object *condition, int n, int *found)
{
    int count = 0;
    for (int i = 0; i < schedule->thread_count; i++) {
        int before = 0;
        if (threads[i].pending != WOKEN || threads[i].object != condition || threads[i].signalled)
            continue;
        for (int j = 0; j < schedule->thread_count; j++)
            before += threads[j].pending == WOKEN && threads[j].object == condition &&
                      !threads[j].signalled && threads[j].since < threads[i].since;
        if (before == n)
            *found = i;
        count++;
    }
    return count;
}

static void signal_one(struct object *condition, struct place place)
{
    int woken = -1, count = waiting(condition, 0, &woken);
    if (count > 1 && freedom.any_waiter)
        waiting(condition, choose(count), &woken);
    thread_did(place, "signals %s%s", short_words(place.words), woken < 0 ? " (none)" : "");
    condition->signals++, condition->last_signal = schedule->step_count,
                          condition->last_woken = woken;
    if (woken >= 0)
        threads[woken].signalled = true, threads[woken].woken_by = schedule->step_count;
}

int explore_cond_signal(pthread_cond_t *condition, struct place place)
{
    struct object *object = object_at(condition, place.words);
    thread_turn(GO_ON, object, place);
    signal_one(object, place);
    return 0;
}

int explore_cond_broadcast(pthread_cond_t *condition, struct place place)
{
    struct object *object = object_at(condition, place.words);
    int woken = -1;
    thread_turn(GO_ON, object, place);
    thread_did(place, "wakes all: %s%s", short_words(place.words),
               waiting(object, 0, &woken) > 0 ? "" : " (none)");
    object->signals++, object->last_signal = schedule->step_count, object->last_woken = woken;
    while (waiting(object, 0, &woken) > 0)
        threads[woken].signalled = true, threads[woken].woken_by = schedule->step_count;
    return 0;
}

int explore_sem_init(sem_t *semaphore, unsigned value, struct place place)
{
    fresh(semaphore, place)->value = value;
    return 0;
}

int explore_sem_wait(sem_t *semaphore, struct place place)
{
    struct object *object = object_at(semaphore, place.words);
    thread_turn(TAKE_SEMAPHORE, object, place);
    object->value--;
    thread_did(place, "takes %s", short_words(place.words));
    return 0;
}

int explore_sem_trywait(sem_t *semaphore, struct place place)
{
    struct object *object = object_at(semaphore, place.words);
    thread_turn(GO_ON, object, place);
    bool is_free = object->value > 0;
    object->value -= is_free;
    thread_did(place, is_free ? "takes %s" : "finds %s at 0", short_words(place.words));
    if (!is_free)
        errno = EAGAIN;
    return is_free ? 0 : -1;
}

int explore_sem_post(sem_t *semaphore, struct place place)
{
    struct object *object = object_at(semaphore, place.words);
    thread_turn(GO_ON, object, place);
    object->value++;
    thread_did(place, "posts %s", short_words(place.words));
    return 0;
}

int explore_once(pthread_once_t *once, void (*function)(void), struct place place)
{
    struct object *object = object_at(once, place.words);
    thread_turn(LOCK, object, place);
    if (object->value == 0) {
        object->value = 1, object->holder = current;
        thread_did(place, "once: %s", place.words);
        function();
        object->holder = -1;
    }
    return 0;
}
