/*
 * explore.h - what a scenario says to the scheduler: the threads of a small program, and its promises.
 *
 * A scenario is a small program with pthreads, compiled with replace.h. It runs many times, each time in a fresh process
 * and with another schedule. It must do the same whenever the schedule is the same: no time, no random numbers, no network.
 */
#ifndef EXPLORE_H
#define EXPLORE_H

#include "common/testing/explore/calls.h"

struct scenario {
    const char *name;
    const char *promises; /* a sentence */
    void (*run)(void);    /* the main thread; the schedule ends when it returns */
    void (*show)(char *text,
                 size_t size); /* what is shown after each step: the queue's content, say */
    const char *shown;         /* the head of that column */
    bool create_may_fail;      /* that pthread_create() says EAGAIN is one of the choices */
};

/* All scenarios of this program, the last one without a name. */
extern const struct scenario scenarios[];

/* A step of the scenario itself, such as "serves client 2": other threads may go on before it. */
void explore_step(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends the schedule with this sentence if the promise does not hold. */
void explore_promise(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The name of the thread that calls it: "consumer 2" is the second thread that runs consumer(). */
const char *explore_name(void);

#endif
