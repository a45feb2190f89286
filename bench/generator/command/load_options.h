/*
 * load_options.h - the command line of bench/load.
 */
#ifndef LOAD_OPTIONS_H
#define LOAD_OPTIONS_H

#include "bench/generator/protocol/request.h"

#include "complain.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct load_options {
    const char *url;          /* of the server; NULL: the one that `server` starts says it */
    const char *server;       /* a command; NULL: the server runs already */
    const char *path;         /* in the place of the URL's; NULL: the URL's, or /hello */
    const char *timeline;     /* a file; NULL: none */
    const char *percentiles;  /* a file; NULL: none */
    struct request_form form; /* http: the request's method and header fields */
    unsigned connections, threads;
    unsigned idle, slow;            /* clients beside those */
    unsigned long requests;         /* per connection; 0: no end */
    unsigned long rounds;           /* connections of each client; 0: no end */
    unsigned long rate;             /* requests a second; 0: a closed loop */
    size_t message;                 /* bytes of an echo message */
    int64_t duration, timeout;      /* nanoseconds */
    int64_t warm_up, warm_up_limit; /* at least, and at most, for all to have a reply */
    unsigned drops;                 /* in which it sends one; 0: each byte is a drop */
    int64_t drip;                   /* nanoseconds that a slow client sends a request for */
    bool csv, json;
};

/* Words that stand for a free port number in the command of --server. */
#define PORT_WORD "{port}"

/* Reads the command line. The result is options.h's: go on, exit 0, or exit 2. */
enum load_result load_options_read(struct load_options *options, int argc, char *argv[]);

#endif
