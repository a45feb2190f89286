/*
 * numbers.h - text to number, strictly: the whole text, decimal digits only, within bounds.
 *
 * strtoul(3) alone would take " 12", "+12", "-1" and "12abc". What comes from a command line or
 * from the network deserves better.
 */
#ifndef NUMBERS_H
#define NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

/* True and *number set if text is a decimal number from least to most. */
bool number_parse(const char *text, unsigned long least, unsigned long most, unsigned long *number);

/* True and *span set (nanoseconds) if text is a number of seconds, with a fraction if wanted
 * ("2", "0.25"), from 0.001 to most. */
bool number_parse_seconds(const char *text, unsigned long most, int64_t *span);

#endif
