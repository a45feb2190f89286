/*
 * options.h - the command line of the five servers.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "common/service/service.h"
#include "common/service/stage.h"

#include <stdbool.h>
#include <stdint.h>

#define TOOLKIT_VERSION "1.0"

struct options {
    const char *port;    /* a number or a service name */
    const char *address; /* to listen on */
    const struct service *service;
    const char *root; /* NULL: the built-in pages */
    int backlog;
    int64_t timeout; /* nanoseconds */
    unsigned max_clients, workers, queue;
    bool verbose;
};

enum options_result {
    OPTIONS_GOOD,      /* serve */
    OPTIONS_ANSWERED,  /* --help or --version has been printed on standard output: exit 0 */
    OPTIONS_UNWRITTEN, /* … and could not be written, as a line on standard error says: exit 1 */
    OPTIONS_WRONG      /* one line on standard error says what is wrong: exit 2 */
};

/* Reads the command line into *options, with the defaults for what it does not say. */
enum options_result options_read(struct options *options, const struct stage *stage, int argc,
                                 char *argv[]);

#endif
