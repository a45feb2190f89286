/*
 * guard.h - a small process that ends a server when the program that started it cannot.
 *
 * A handler helps against Ctrl-C, but nothing inside a program helps when it is killed or crashes:
 * its server would stay, and keep the port. So another process waits beside it on a pipe, its
 * "leash". The system closes the leash's other end when the program is gone, however it went.
 */
#ifndef GUARD_H
#define GUARD_H

#include <stdint.h>
#include <sys/types.h>

struct guard {
    pid_t process;
    int leash; /* this program's end */
};

/* Sets a guard over a process and its process group: when this program is gone it gets SIGTERM, and
 * the whole group SIGKILL if it is still there after `patience` nanoseconds. 0, or -1 and errno. */
int guard_set(struct guard *guard, pid_t server, int64_t patience);

/* Ends the guard: the server has been reaped, and another process may soon get its number. */
void guard_release(struct guard *guard);

#endif
