/*
 * scheduler.c - one thread runs at a time, and which one is decided here.
 *
 * Before each call of pthreads the thread that makes it asks who goes on. By default it is that thread itself, for as long
 * as it can, and then the next one (round robin). To let the k-th one go on instead is k deviations. So a few deviations are
 * enough for most mistakes, and all schedules with so many can be tried (Emmi, Qadeer, Rakamaric: Delay-bounded
 * scheduling, POPL 2011).
 */
#include "threads.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct thread threads[MOST_THREADS];
struct schedule *schedule;
int current;
struct freedom freedom;
const struct scenario *scenario;

static bool deviated;                                     /* since the last step */
static pthread_mutex_t baton = PTHREAD_MUTEX_INITIALIZER; /* whoever runs holds it */

void broken(const char *verdict, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(schedule->sentence, sizeof schedule->sentence, format, arguments);
    va_end(arguments);
    snprintf(schedule->verdict, sizeof schedule->verdict, "%s", verdict);
    _exit(1);
}

int choose(int options)
{
    struct schedule *s = schedule;
    if (options < 2)
        return 0;
    if (s->choice_count == MOST_CHOICES)
        broken("livelock", "after %d steps the threads still go on.", s->step_count);
    int picked = s->choice_count < s->given_count ? s->given[s->choice_count] : 0;
    if (picked >= options)
        broken("not the same program",
               "the schedule cannot be replayed: choice %d has only %d options.", s->choice_count,
               options);
    deviated = deviated || picked > 0;
    s->choices[s->choice_count++] = (struct choice){(unsigned char)picked, (unsigned char)options};
    return picked;
}

/* Whether nothing but its turn keeps this thread from going on. */
static bool can_go_on(const struct thread *thread)
{
    switch (thread->pending) {
    case GO_ON: return true;
    case LOCK: return thread->object->holder == -1;
    case WOKEN: return thread->signalled && thread->mutex->holder == -1;
    case TAKE_SEMAPHORE: return thread->object->value > 0;
    case JOIN: return threads[thread->joins].pending == ENDED;
    default: return false;
    }
}

/* A wait that no signal ended: for no reason, or because its time is over. */
static bool can_wake_by_itself(const struct thread *thread)
{
    return thread->pending == WOKEN && !thread->signalled && thread->mutex->holder == -1;
}

static void describe_waiting(const struct thread *thread, char *text, size_t size)
{
    const struct object *o = thread->object;
    const char *file = thread->place.file ? strrchr(thread->place.file, '/') : NULL;
    int used = snprintf(text, size, " %s ", thread->name);
    text += used, size -= (size_t)used;
    if (thread->pending == JOIN)
        snprintf(text, size, "waits for the end of %s.", threads[thread->joins].name);
    else if (thread->pending == LOCK && o->holder == current && thread == &threads[current])
        snprintf(text, size, "locks %s, which it holds already (%s:%d).", short_words(o->words),
                 file ? file + 1 : "", thread->place.line);
    else if (thread->pending == LOCK || thread->pending == TAKE_SEMAPHORE)
        snprintf(text, size, "waits for %s%s%s (%s:%d).", short_words(o->words),
                 o->holder >= 0 ? ", held by " : "", o->holder >= 0 ? threads[o->holder].name : "",
                 file ? file + 1 : "", thread->place.line);
    else {
        used = snprintf(text, size, "sleeps for ever: it waits for %s (%s:%d), ",
                        short_words(o->words), file ? file + 1 : "", thread->place.line);
        text += used, size -= (size_t)used;
        if (o->signals == 0)
            snprintf(text, size, "which no thread has signalled.");
        else if (o->last_signal < thread->slept_at)
            snprintf(text, size, "which no thread has signalled after step %d.", thread->slept_at);
        else
            snprintf(text, size, "and the last signal, of step %d, woke %s.", o->last_signal,
                     threads[o->last_woken].name);
    }
}

_Noreturn static void deadlock(void)
{
    char text[SENTENCE_SIZE] = "";
    for (int i = 0; i < schedule->thread_count; i++)
        if (threads[i].pending != ENDED) {
            size_t used = strlen(text);
            describe_waiting(&threads[i], text + used, sizeof text - used);
        }
    broken("deadlock", "no thread can go on.%s", text);
}

/* Decides who goes on, and lets that thread run. */
static void pass_on(void)
{
    int options[2 * MOST_THREADS] = {0}, count = 0, n = schedule->thread_count;
    for (int i = 0; i < n; i++)
        if (can_go_on(&threads[(current + i) % n]))
            options[count++] = (current + i) % n;
    bool nobody = count == 0;
    for (int i = 0; i < n; i++) {
        const struct thread *thread = &threads[(current + i) % n];
        if (can_wake_by_itself(thread) && (thread->timed || (freedom.spurious && !nobody)))
            options[count++] = (current + i) % n;
    }
    if (count == 0)
        deadlock();
    int next = options[choose(count)];
    if (can_wake_by_itself(&threads[next]))
        threads[next].timed_out = threads[next].timed;
    current = next;
    pthread_cond_signal(&threads[next].turn);
}

static void wait_for_turn(const struct thread *me)
{
    while (me != &threads[current])
        pthread_cond_wait(&threads[me - threads].turn, &baton);
}

void thread_turn(enum pending pending, struct object *object, struct place place)
{
    struct thread *me = &threads[current];
    me->pending = pending, me->object = object, me->place = place;
    pass_on();
    wait_for_turn(me);
}

static unsigned char file_number(const char *file)
{
    int i = 0;
    if (file == NULL)
        return NO_FILE;
    while (i < schedule->file_count && strcmp(schedule->files[i], file) != 0)
        i++;
    if (i == schedule->file_count && i < MOST_FILES)
        snprintf(schedule->files[schedule->file_count++], PATH_SIZE, "%s", file);
    return (unsigned char)i;
}

void thread_did(struct place place, const char *format, ...)
{
    va_list arguments;
    if (schedule->step_count == MOST_STEPS)
        broken("livelock", "after %d steps the threads still go on; the last one is %s.",
               MOST_STEPS, threads[current].name);
    struct step *step = &schedule->steps[schedule->step_count++];
    step->thread = (unsigned char)current, step->file = file_number(place.file),
    step->line = place.line;
    step->deviates = deviated, deviated = false;
    va_start(arguments, format);
    vsnprintf(step->what, sizeof step->what, format, arguments);
    va_end(arguments);
    if (scenario->show)
        scenario->show(step->shown, sizeof step->shown);
    threads[current].pending = GO_ON;
}

static void *begin(void *thread)
{
    struct thread *me = thread;
    pthread_mutex_lock(&baton);
    wait_for_turn(me);
    thread_end(me->function(me->argument));
}

void thread_end(void *result)
{
    struct thread *me = &threads[current];
    thread_turn(GO_ON, NULL, (struct place){0});
    me->result = result;
    thread_did((struct place){0}, "ends");
    me->pending = ENDED;
    pass_on();
    pthread_mutex_unlock(&baton);
    pthread_exit(NULL);
}

int thread_add(const char *name, void *(*function)(void *), void *argument)
{
    int number = schedule->thread_count;
    if (number == MOST_THREADS)
        broken("too many threads", "the scenario has room for %d.", MOST_THREADS);
    struct thread *thread = &threads[number];
    *thread = (struct thread){
        .name = schedule->names[number], .function = function, .argument = argument};
    snprintf(thread->name, NAME_SIZE, "%s", name);
    pthread_cond_init(&thread->turn, NULL);
    schedule->thread_count++;
    if (function != NULL && pthread_create(&thread->real, NULL, begin, thread) != 0)
        broken("no thread", "this system allows no more threads.");
    return number;
}

void schedule_run(struct schedule *the_schedule, const struct scenario *the_scenario,
                  struct freedom the_freedom)
{
    schedule = the_schedule, scenario = the_scenario, freedom = the_freedom;
    schedule->choice_count = schedule->step_count = schedule->thread_count = 0;
    schedule->file_count = 0;
    pthread_mutex_lock(&baton);
    thread_add("main", NULL, NULL);
    scenario->run();
    for (int i = 1; i < schedule->thread_count; i++)
        if (!threads[i].joined && !threads[i].detached)
            broken("lost thread", "%s was neither joined nor detached: its stack is never freed.",
                   threads[i].name);
    schedule->finished = true;
    _exit(0);
}
