/*
 * exit.c - lets a process write its counts when it ends, in the build that measures coverage only.
 *
 * libgcov does so when a process ends with exit(). Stage 02's children end with _exit(), and so does
 * a server that is told to stop twice: without this, nothing of what they did is counted. And it
 * needs memory then, even where a fault (shim_memory.c) has taken it all.
 */
#include <stdlib.h>
#include <unistd.h>

void __gcov_dump(void); /* gcov(1); C has no header for it */

/* The shim's, where it is loaded. */
__attribute__((weak)) void memory_is_back(void);

static void allow_memory(void)
{
    if (memory_is_back != NULL)
        memory_is_back();
}

__attribute__((constructor)) static void at_exit(void)
{
    atexit(allow_memory);
}

/* Takes the place of the C library's own, of which _Exit() is another name. */
void _exit(int status)
{
    allow_memory();
    __gcov_dump();
    _Exit(status);
}
