/* numbers.c - reads decimal numbers digit by digit, with the bound checked before each step. */
#include "numbers.h"

#include "clock.h"

#include <stddef.h>

/* Reads digits up to the first other character. False: there are none, or the number exceeds `most`. */
static bool read_digits(const char **text, unsigned long most, unsigned long *number)
{
    const char *digit = *text;
    *number = 0;
    for (; *digit >= '0' && *digit <= '9'; digit++) {
        unsigned long value = (unsigned long)(*digit - '0');
        if (value > most || *number > (most - value) / 10)
            return false; /* checked first, so the next line cannot overflow */
        *number = *number * 10 + value;
    }
    bool any = digit != *text;
    *text = digit;
    return any;
}

bool number_parse(const char *text, unsigned long least, unsigned long most, unsigned long *number)
{
    return read_digits(&text, most, number) && *text == '\0' && *number >= least;
}

bool number_parse_seconds(const char *text, unsigned long most, int64_t *span)
{
    unsigned long seconds = 0;
    if (!read_digits(&text, most, &seconds))
        return false;
    *span = (int64_t)seconds * NANOSECONDS;
    if (*text == '.') {
        int64_t unit = NANOSECONDS / 10;
        for (text++; *text >= '0' && *text <= '9' && unit > 0; text++, unit /= 10)
            *span += (*text - '0') * unit;
    }
    return *text == '\0' && *span >= MILLISECOND && *span <= (int64_t)most * NANOSECONDS;
}
