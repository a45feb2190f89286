/*
 * stop.h - the graceful end: SIGINT (Ctrl-C) or SIGTERM, without a lost signal and without a race.
 *
 * "Look at a flag, then call accept()" loses a signal that comes between the two: accept() then sleeps
 * and nothing wakes it. So the handler does more than set a flag. It changes the sockets that the program
 * waits for, and the wait ends by itself, whether it has begun or not:
 *
 *   - It sends SIGTERM to each child process, which does the same with its own client.
 *   - It shuts down the listening socket: accept() fails, and select() finds the socket ready.
 *   - It shuts down the receiving side of each client that waits for a request: recv() delivers what has
 *     already come, and then says "end of input", as if the client had closed. So an idle client leaves
 *     at once. A client that is being answered is left alone, and gets its whole reply.
 *
 * After STOP_GRACE_SECONDS the remaining clients are cut off, and a second later the program ends in any
 * case. A second signal ends the program at once.
 *
 * One limit: a client whose request had begun to come gets its reply as well, if the rest of the request
 * is already here. If it goes on sending after that, the server does not linger for it, because the end
 * of its sending can no longer be seen.
 */
#ifndef STOP_H
#define STOP_H

#include <stdbool.h>
#include <sys/types.h>

enum { STOP_GRACE_SECONDS = 10 }; /* as long as the longest /sleep */

/* Installs the handlers of SIGINT, SIGTERM and SIGALRM; `listener` is the socket that a signal shuts down. Also
 * ignores SIGPIPE. */
void stop_install(int listener);

/* Whether the server has been told to stop. */
bool stop_requested(void);

/* This client waits for a request: when told to stop, shut down its receiving side. */
void stop_watch(int descriptor);

/* This client is being answered: until it is watched again, only the end of the grace period cuts it off. */
void stop_spare(int descriptor);

/* This descriptor is no longer a client. */
void stop_forget(int descriptor);

/* Call this first in a forked child. From now on its signals concern its own client only, and a second signal does
 * not end it at once: Ctrl-C reaches it twice, from the terminal and from its parent. */
void stop_in_child(void);

/* For a parent: the list of the children that get the signal, at most STOP_MOST_CHILDREN. Call these with the
 * signals blocked (children.c does). stop_remove_child() says whether the child was on the list. */
enum { STOP_MOST_CHILDREN = 4096 };
void stop_add_child(pid_t child);
bool stop_remove_child(pid_t child);
int stop_children(void);

#endif
