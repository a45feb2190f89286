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

/* accept(2), with a non-blocking new descriptor if wanted: one system call where accept4(2) exists.
 * Returns the descriptor, or -1 and errno. */
int platform_accept(int listener, struct sockaddr *peer, socklen_t *peer_length, bool non_blocking);

/* Whether an accepted socket inherits the listener's SO_RCVTIMEO and SO_SNDTIMEO. On Linux it does;
 * POSIX leaves it open. */
bool platform_accept_inherits_timeouts(void);

/* Memory of zeros that children share after fork(2): what one process writes, all others see. Returns
 * NULL and errno if there is none. mmap(2), MAP_SHARED and MAP_ANONYMOUS. */
void *platform_shared_memory(size_t size);

/* The number of this thread, as ps -L and top -H show it. */
unsigned long platform_thread_id(void);

/* The peak memory of a process in KiB. Linux gives ru_maxrss in KiB, macOS in bytes. */
long platform_peak_memory_kib(const struct rusage *usage);

#endif
