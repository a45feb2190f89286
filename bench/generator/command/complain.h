/*
 * complain.h - one line on standard error, for whatever went wrong.
 */
#ifndef COMPLAIN_H
#define COMPLAIN_H

#include "common/server/options.h"

/* Says "load: what (--help …)" on standard error, as printf(3). For mistakes in the command line. */
enum options_result load_options_wrong(const char *format, ...);

/* Says "load: what" there, of what went wrong at run time. Returns the exit status, 1. */
int load_complain(const char *format, ...);

/* What was said last; NULL: nothing. */
const char *load_last_complaint(void);

#endif
