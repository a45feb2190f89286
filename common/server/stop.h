/*
 * stop.h - the graceful end: SIGINT (Ctrl-C) or SIGTERM, without a lost signal and without a race.
 *
 * "Look at a flag, then accept()" loses the signal that comes between the two: accept() then sleeps
 * with nobody to wake it. So the handler does not only set a flag. It changes what the program is
 * about to wait for, so that the wait ends by itself, whether it has begun or not:
 *
 *   - the listening socket is shut down: accept() fails, select() finds it ready;
 *   - the receiving side of each client that waits for a request is shut down: recv() delivers what
 *     has already come, then says "end of input", as if the client had closed. So an idle one leaves
 *     at once. One that is being answered is left alone, and gets all of its reply. (One whose
 *     request had begun to come gets its reply as well, if the rest of it comes at once; but if it
 *     goes on sending after that, nobody lingers, since the end of its sending can no longer be seen.)
 *   - each child process is sent SIGTERM, and does the same with its own client.
 *
 * After STOP_GRACE_SECONDS whoever is left is cut off, and a second later the program ends in any
 * case. A second signal ends the program at once.
 */
#ifndef STOP_H
#define STOP_H

#include <stdbool.h>
#include <sys/types.h>

enum { STOP_GRACE_SECONDS = 10 }; /* as long as the longest /sleep */

/* Installs the handlers; `listener` is what a signal shuts down. */
void stop_install(int listener);

/* Whether the server has been told to stop. */
bool stop_requested(void);

/* A client that waits for a request: told to stop, the server shuts its receiving side down. */
void stop_watch(int descriptor);

/* It is being answered: until it is watched again, only the end of the grace cuts it off. */
void stop_spare(int descriptor);

/* It is none of ours any more. */
void stop_forget(int descriptor);

/* For a freshly forked child: nothing here is its own but the client it will serve; and a second
 * signal is not "at once" for it (Ctrl-C reaches it from the terminal and from its parent). */
void stop_in_child(void);

/* For a parent: the child processes to tell, at most STOP_MOST_CHILDREN (no more are counted). Call with the signals held
 * off (children.h does). remove: whether it was one of them. children: how many there are now. */
enum { STOP_MOST_CHILDREN = 4096 };
void stop_add_child(pid_t child);
bool stop_remove_child(pid_t child);
int stop_children(void);

#endif
