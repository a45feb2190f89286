/*
 * complain.h - one line on standard error, for whatever went wrong.
 */
#ifndef COMPLAIN_H
#define COMPLAIN_H

/* What came of reading an option, or all of them. */
enum load_result {
    LOAD_GOOD,     /* go on */
    LOAD_ANSWERED, /* --help, --version or --csv-header has been printed: exit 0 */
    LOAD_WRONG     /* one line on standard error says what is wrong: exit 2 */
};

#define LOAD_VERSION "1.0"

/* Says "load: what (--help …)" on standard error, as printf(3). For mistakes in the command line. */
enum load_result load_options_wrong(const char *format, ...);

/* Says "load: what" there, of what went wrong at run time. Returns the exit status, 1. */
int load_complain(const char *format, ...);

/* What was said last; NULL: nothing. */
const char *load_last_complaint(void);

#endif
