/*
 * children.h - the child processes: how many there are, and waiting until there are fewer.
 *
 * A SIGCHLD handler changes the count while the program waits for it. So each function here blocks the
 * signals where it would otherwise miss a change.
 */
#ifndef CHILDREN_H
#define CHILDREN_H

#include <stdbool.h>
#include <sys/types.h>

/* Installs `reap` as the handler that is called when a child has ended (SIGCHLD). */
void children_on_end(void (*reap)(int number));

/* fork(2). The parent counts the child before it can possibly be reaped, and will pass on a signal to
 * stop. The child must not fork. Returns as fork(2). */
pid_t children_fork(void);

/* For `reap`, after waitpid(2): takes this child off the list. False: it was not one of ours. (A program
 * that replaced a shell, with exec, can have children that it did not fork.) */
bool children_reaped(pid_t child);

/* Waits while there are `limit` children or more. */
void children_wait_below(unsigned limit);

#endif
