/*
 * exit.c - makes a process write its counts when it ends. Only the build that measures coverage has it.
 *
 * libgcov writes them when a process ends with exit(). But the children of stage 02 end with _exit(), and
 * so does a server that gets two signals to stop: without this file their work would not be counted.
 * libgcov then needs memory; a test library that makes memory fail looks at coverage_is_written and stops.
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

/* Replaces the C library's _exit(), which is also called _Exit(). */
void _exit(int status)
{
    say_so();
    __gcov_dump();
    _Exit(status);
}
