/*
 * numbers.h - text to number, strictly: the whole text, decimal digits only, within bounds.
 *
 * strtoul(3) alone accepts " 12", "+12", "-1" and "12abc". On a command line these are mistakes, and
 * in an HTTP header field they are attacks: two programs that read a length differently can be fooled.
 */
#ifndef NUMBERS_H
#define NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

/* True, and *number is set: text is a decimal number from least to most. */
bool number_parse(const char *text, unsigned long least, unsigned long most, unsigned long *number);

/* True, and *span is set in nanoseconds: text is a number of seconds from 0.001 to most, with or
 * without a fraction ("2", "0.25"). */
bool number_parse_seconds(const char *text, unsigned long most, int64_t *span);

#endif
