/*
 * local.h - a listening socket in the UNIX domain: its address is a path in the file system, and the
 * file's permissions decide which users may connect.
 */
#ifndef LOCAL_H
#define LOCAL_H

#include <stdint.h>

/* If `address` is "unix:PATH" or "seqpacket:PATH": returns PATH and sets the socket's type. Else NULL. */
const char *local_path(const char *address, int *type);

/* Opens a socket that listens at the path, for its owner only. Replaces a socket that a dead server has
 * left there. If a server listens there, or if it is any other file: EADDRINUSE. Returns the descriptor,
 * or -1 and errno. unix(7) */
int local_listen(const char *path, int type, int backlog);

/* Gives an accepted socket its timeouts, in nanoseconds. */
void local_limit_waits(int descriptor, int64_t timeout);

#endif
