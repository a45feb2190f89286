/* platform.c - the only file with an #ifdef about the operating system. */
#if defined(__APPLE__)
#define _DARWIN_C_SOURCE
#else
#define _GNU_SOURCE /* accept4, MAP_ANONYMOUS, syscall */
#endif

#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

int platform_accept(int listener, struct sockaddr *peer, socklen_t *peer_length, bool non_blocking)
{
#ifdef __linux__
    return accept4(listener, peer, peer_length, non_blocking ? SOCK_NONBLOCK : 0);
#else
    /* On some systems the new socket inherits O_NONBLOCK from the listener, on others it does not. */
    int descriptor = accept(listener, peer, peer_length);
    if (descriptor == -1)
        return -1;
    int flags = fcntl(descriptor, F_GETFL);
    int wanted = non_blocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
    if (flags == -1 || (wanted != flags && fcntl(descriptor, F_SETFL, wanted) == -1)) {
        int cause = errno;
        close(descriptor);
        errno = cause;
        return -1;
    }
    return descriptor;
#endif
}

bool platform_accept_inherits_timeouts(void)
{
#ifdef __linux__
    return true;
#else
    return false;
#endif
}

void *platform_shared_memory(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

unsigned long platform_thread_id(void)
{
#if defined(__linux__)
    return (unsigned long)syscall(SYS_gettid);
#elif defined(__APPLE__)
    uint64_t id = 0;
    pthread_threadid_np(NULL, &id);
    return (unsigned long)id;
#else
    return (unsigned long)pthread_self();
#endif
}

long platform_peak_memory_kib(const struct rusage *usage)
{
#ifdef __APPLE__
    return usage->ru_maxrss / 1024;
#else
    return usage->ru_maxrss;
#endif
}
