/*
 * children.h - how many child processes there are, and waiting for there to be fewer.
 *
 * The count changes in a SIGCHLD handler and is waited for in the program, so every function here
 * holds the signals off where a change in between would be missed.
 */
#ifndef CHILDREN_H
#define CHILDREN_H

#include <stdbool.h>
#include <sys/types.h>

/* Has `reap` called when a child has ended (SIGCHLD). */
void children_on_end(void (*reap)(int number));

/* fork(2), with the child counted in the parent before it can possibly be reaped, and known to
 * stop.h. The child has no children, and is to fork none. Returns as fork.
 */
pid_t children_fork(void);

/* For `reap`: one child has been waited for. Whether it was one of ours: a program can be born with
 * children of the shell that it replaced. */
bool children_reaped(pid_t child);

/* Sleeps while there are `limit` children or more. Always true, for use in a loop's condition. */
bool children_wait_below(unsigned limit);

#endif
