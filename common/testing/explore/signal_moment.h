/* signal_moment.h - the moment just before a system call of a traced process or thread (ptrace(2)). */
#ifndef SIGNAL_MOMENT_H
#define SIGNAL_MOMENT_H

#include <stdbool.h>
#include <sys/types.h>

/* Whether this stop is before a system call; *call is set to its number. */
bool moment_is_before_a_call(pid_t id, long long *call);

/* A signal that is sent during a call interrupts that call, so the moment just before it is another one. moment_take_back() makes
 * the call one that does nothing, and moment_give_back(), at the thread's next stop, lets the thread make it after the handler.
 * False: this is not possible on this kind of processor. */
bool moment_take_back(pid_t id);
void moment_give_back(pid_t id);

/* "accept4" */
const char *moment_name(long long call);

#endif
