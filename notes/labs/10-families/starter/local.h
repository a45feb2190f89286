/*
 * local.h - a listening socket in the UNIX domain: its address is a path in the file system, and
 * who may connect is a matter of the file's permissions.
 */
#ifndef LOCAL_H
#define LOCAL_H

#include <stdint.h>

/* If `address` is "unix:PATH" or "seqpacket:PATH", the path in it, and the socket's type; or NULL. */
const char *local_path(const char *address, int *type);

/* Opens a socket that listens at the path, for its owner only. One that a dead server has left there
 * is replaced; one that somebody listens on, and any other file, is not: EADDRINUSE. Returns the
 * descriptor, or -1 and errno. unix(7) */
int local_listen(const char *path, int type, int backlog);

/* Gives an accepted socket its timeouts, in nanoseconds. */
void local_limit_waits(int descriptor, int64_t timeout);

#endif
