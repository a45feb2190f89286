/* calls.h - what replace.h puts in the place of pthreads. Each does what POSIX says of the function that it replaces,
 * in the scheduler's own tables; no real mutex is ever locked. */
#ifndef EXPLORE_CALLS_H
#define EXPLORE_CALLS_H

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

/* Where a call stands in the source, and its argument in words. */
struct place {
    const char *file;
    int line;
    const char *words;
};

int explore_mutex_init(pthread_mutex_t *mutex, struct place place);
int explore_mutex_destroy(pthread_mutex_t *mutex, struct place place);
int explore_mutex_lock(pthread_mutex_t *mutex, struct place place);
int explore_mutex_trylock(pthread_mutex_t *mutex, struct place place);
int explore_mutex_unlock(pthread_mutex_t *mutex, struct place place);
int explore_cond_init(pthread_cond_t *condition, struct place place);
int explore_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, bool timed,
                      struct place place);
int explore_cond_signal(pthread_cond_t *condition, struct place place);
int explore_cond_broadcast(pthread_cond_t *condition, struct place place);
int explore_sem_init(sem_t *semaphore, unsigned value, struct place place);
int explore_sem_wait(sem_t *semaphore, struct place place);
int explore_sem_trywait(sem_t *semaphore, struct place place);
int explore_sem_post(sem_t *semaphore, struct place place);
int explore_once(pthread_once_t *once, void (*function)(void), struct place place);
int explore_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *),
                   void *argument, struct place place);
int explore_join(pthread_t thread, void **result, struct place place);
int explore_detach(pthread_t thread, struct place place);
pthread_t explore_self(void);
void explore_exit(void *result);
int explore_pause(struct place place);

#endif
