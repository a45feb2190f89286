/*
 * shim_memory.c - lets memory run out. shim.c says how such a library works.
 *
 * MEMORY_FAILS=N: the N-th malloc, calloc, realloc or mmap fails; N+: the N-th and all after it.
 */
#define _GNU_SOURCE /* RTLD_NEXT, MAP_FAILED */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>

static unsigned long first; /* 0: none */
static bool for_ever;
static atomic_ulong count;

__attribute__((constructor)) static void read_rule(void)
{
    const char *text = getenv("MEMORY_FAILS");
    char *end;
    if (text == NULL)
        return;
    first = strtoul(text, &end, 10);
    for_ever = *end == '+';
    atomic_store(&count, 0);
}

/* A program that measures coverage has this variable, and sets it when it writes its counts at the end
 * (common/testing/coverage/exit.c). */
extern bool coverage_is_written __attribute__((weak));

static bool fails(void)
{
    unsigned long number = atomic_fetch_add(&count, 1) + 1;
    if (&coverage_is_written != NULL && coverage_is_written)
        return false;
    if (first == 0 || number < first || (number > first && !for_ever))
        return false;
    errno = ENOMEM;
    return true;
}

#define REAL(name, function)                                                                       \
    do {                                                                                           \
        if (*(void **)&(function) == NULL)                                                         \
            *(void **)&(function) = dlsym(RTLD_NEXT, name);                                        \
    } while (0)

void *malloc(size_t size)
{
    static void *(*real)(size_t);
    REAL("malloc", real);
    return fails() ? NULL : real(size);
}

void *calloc(size_t number, size_t size)
{
    static void *(*real)(size_t, size_t);
    REAL("calloc", real);
    return fails() ? NULL : real(number, size);
}

void *realloc(void *old, size_t size)
{
    static void *(*real)(void *, size_t);
    REAL("realloc", real);
    return fails() ? NULL : real(old, size);
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset)
{
    static void *(*real)(void *, size_t, int, int, int, off_t);
    REAL("mmap", real);
    return fails() ? MAP_FAILED : real(address, length, protection, flags, descriptor, offset);
}
