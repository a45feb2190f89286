/*
 * exit.c - lets a process write its counts when it ends, in the build that measures coverage only.
 *
 * libgcov does so when a process ends with exit(). Stage 02's children end with _exit(), and so does
 * a server that is told to stop twice: without this, nothing of what they did is counted. libgcov
 * needs memory then; whatever makes memory fail can see in coverage_is_written that it should stop.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

void __gcov_dump(void); /* gcov(1); C has no header for it */

extern bool coverage_is_written;
bool coverage_is_written;

static void say_so(void)
{
    coverage_is_written = true;
}

__attribute__((constructor)) static void at_exit(void)
{
    atexit(say_so);
}

/* Takes the place of the C library's own, of which _Exit() is another name. */
void _exit(int status)
{
    say_so();
    __gcov_dump();
    _Exit(status);
}
