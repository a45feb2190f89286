/*
 * platform.h - the few things that Linux and macOS do differently, and POSIX.1-2008 does not offer.
 *
 * Every #ifdef of the project about an operating system is in platform.c.
 */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* accept(2); the new descriptor is non-blocking if asked, in one system call where there is
 * accept4(2). Returns the descriptor, or -1 and errno. */
int platform_accept(int listener, struct sockaddr *peer, socklen_t *peer_length, bool non_blocking);

/* Whether an accepted socket starts with the listener's SO_RCVTIMEO and SO_SNDTIMEO (Linux: yes).
 * POSIX leaves it open. */
bool platform_accept_inherits_timeouts(void);

/* Memory filled with zeros that stays shared with children after fork(2). NULL and errno if there
 * is none. A fork need not copy its page tables, so it stays cheap however large this is. */
void *platform_shared_memory(size_t size);

/* A number that tells the threads of the machine apart, as ps -L and top -H show it. */
unsigned long platform_thread_id(void);

/* ru_maxrss in KiB: Linux counts it so, macOS in bytes. */
long platform_peak_memory_kib(const struct rusage *usage);

#endif
