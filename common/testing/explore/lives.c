/* lives.c - how threads begin and end, as POSIX describes it; and what a scenario says to the scheduler (explore.h). */
#include "threads.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

int explore_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *),
                   void *argument, struct place place)
{
    char name[NAME_SIZE];
    int state = PTHREAD_CREATE_JOINABLE, serial = 1;
    thread_turn(GO_ON, NULL, place);
    if (scenario->create_may_fail && choose(2) == 1) {
        thread_did(place, "cannot create a thread");
        return EAGAIN;
    }
    for (int i = 1; i < schedule->thread_count; i++)
        serial += threads[i].function == function;
    snprintf(name, sizeof name, "%.16s %d", short_words(place.words), serial);
    int number = thread_add(name, function, argument);
    if (attributes != NULL)
        pthread_attr_getdetachstate(attributes, &state);
    threads[number].detached = state == PTHREAD_CREATE_DETACHED;
    *thread = threads[number].real;
    thread_did(place, "creates %s", name);
    return 0;
}

static int number_of(pthread_t thread, const char *does)
{
    for (int i = 1; i < schedule->thread_count; i++)
        if (pthread_equal(threads[i].real, thread) && !threads[i].joined)
            return i;
    broken("broken rule", "%s %s a thread that there is not, or no longer.", explore_name(), does);
}

int explore_join(pthread_t thread, void **result, struct place place)
{
    int number = number_of(thread, "joins");
    if (threads[number].detached)
        broken("broken rule", "%s joins %s, which is detached.", explore_name(),
               threads[number].name);
    threads[current].joins = number;
    thread_turn(JOIN, NULL, place);
    threads[number].joined = true;
    if (result != NULL)
        *result = threads[number].result;
    thread_did(place, "joins %s", threads[number].name);
    return 0;
}

int explore_detach(pthread_t thread, struct place place)
{
    int number = number_of(thread, "detaches");
    thread_turn(GO_ON, NULL, place);
    threads[number].detached = true;
    thread_did(place, "detaches %s", threads[number].name);
    return 0;
}

pthread_t explore_self(void)
{
    return current == 0 ? pthread_self() : threads[current].real;
}

void explore_exit(void *result)
{
    thread_end(result);
}

int explore_pause(struct place place)
{
    thread_turn(GO_ON, NULL, place);
    thread_did(place, "%s", place.words);
    return 0;
}

const char *explore_name(void)
{
    return threads[current].name;
}

void explore_step(const char *format, ...)
{
    char text[TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    thread_turn(GO_ON, NULL, (struct place){0});
    thread_did((struct place){0}, "%s", text);
}

void explore_promise(bool holds, const char *format, ...)
{
    char text[SENTENCE_SIZE / 2];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (!holds)
        broken("broken promise", "%s", text);
}
