/* threads.h - between the scheduler, which decides who goes on, and the model of what threads wait for. */
#ifndef EXPLORE_THREADS_H
#define EXPLORE_THREADS_H

#include "common/testing/explore/schedule.h"

/* What a thread will do when it is its turn, and so what must be true before it can go on. */
enum pending { GO_ON, LOCK, WOKEN, TAKE_SEMAPHORE, JOIN, ENDED };

struct object {
    const void *address;
    const char *words; /* "&queue->not_empty" */
    int holder;        /* a mutex: which thread, or -1 */
    unsigned value;    /* a semaphore */
    int signals, last_signal,
        last_woken; /* a condition: how many, in which step, whom (-1: no thread) */
};

struct thread {
    char *name;
    enum pending pending;
    struct object *object; /* that it locks, waits for, or takes */
    struct object *mutex;  /* WOKEN: that it takes again */
    struct place place;
    bool signalled, timed, timed_out;
    int slept_at;        /* the step in which it went to sleep */
    int woken_by;        /* the step of the signal */
    unsigned long since; /* WOKEN: the smaller, the longer it has waited */
    int joins;
    bool detached, joined;
    void *result;
    void *(*function)(void *);
    void *argument;
    pthread_t real;
    pthread_cond_t turn;
};

extern struct thread threads[MOST_THREADS];
extern struct schedule *schedule;
extern int current; /* the thread that runs */
extern struct freedom freedom;
extern const struct scenario *scenario;

/* The calling thread is about to do something. Others may go on before it; returns when it can, and is to, do it. */
void thread_turn(enum pending pending, struct object *object, struct place place);

/* The calling thread has done it: the next step of the schedule. */
void thread_did(struct place place, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The calling thread ends, and does not return from here. */
_Noreturn void thread_end(void *result);

/* Adds a thread, which begins when it is chosen. Returns its number. */
int thread_add(const char *name, void *(*function)(void *), void *argument);

/* Which of so many options is picked, from 0. */
int choose(int options);

/* The object at this address, a new one if there is none. */
struct object *object_at(const void *address, const char *words);

/* "not_empty" of "&queue->not_empty" */
const char *short_words(const char *words);

/* Ends the schedule. */
_Noreturn void broken(const char *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
