/*
 * load_options.h - the command line of bench/load.
 */
#ifndef LOAD_OPTIONS_H
#define LOAD_OPTIONS_H

#include "../common/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct load_options {
    const char *url;    /* of the server; NULL: of the one that `server` starts */
    const char *server; /* a command; NULL: the server runs already */
    const char *path;   /* for that one's URL; NULL: /hello */
    unsigned connections, threads;
    unsigned long requests;             /* per connection; 0: no end */
    size_t message;                     /* bytes of an echo message */
    int64_t duration, warm_up, timeout; /* nanoseconds */
    bool csv;
};

/* Reads the command line. The result is options.h's: go on, exit 0, or exit 2. */
enum options_result load_options_read(struct load_options *options, int argc, char *argv[]);

/* Says "load: what (--help …)" on standard error, as printf(3). For mistakes of whoever called. */
enum options_result load_options_wrong(const char *format, ...);

#endif
