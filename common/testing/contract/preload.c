/* preload.c - a library that is loaded before all others, into the next programs. */
#include "peer.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void program_preload(const char *library, const char *variable, const char *value)
{
    if (access(library, R_OK) == -1)
        cr_skip_test("there is no %s here", library);
    if (strpbrk(library, " :") != NULL)
        cr_skip_test("LD_PRELOAD cannot take a path with a space or a colon: %s", library);
    setenv("LD_PRELOAD", library, 1);
    setenv(variable, value, 1);
}

void program_preload_nothing(void)
{
    unsetenv("LD_PRELOAD");
}
