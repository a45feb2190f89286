/* complain.c - prints each complaint as one line on standard error, and keeps the last one for --json. */
#include "complain.h"

#include <stdarg.h>
#include <stdio.h>

static char last[8192];

static void complain(const char *format, va_list arguments, const char *hint)
{
    vsnprintf(last, sizeof last, format, arguments);
    for (char *c = last; *c != '\0'; c++)
        if ((unsigned char)*c < ' ') /* one line, whatever was in the words that it repeats */
            *c = '?';
    fprintf(stderr, "load: %s%s\n", last, hint);
}

enum load_result load_options_wrong(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(format, arguments, " (--help shows the options)");
    va_end(arguments);
    return LOAD_WRONG;
}

int load_complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(format, arguments, "");
    va_end(arguments);
    return 1;
}

const char *load_last_complaint(void)
{
    return last[0] != '\0' ? last : NULL;
}
