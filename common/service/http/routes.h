/*
 * routes.h - which path gets which answer.
 */
#ifndef HTTP_ROUTES_H
#define HTTP_ROUTES_H

#include "request.h"
#include "common/service/service.h"

enum {
    HTTP_MOST_MILLISECONDS = 10000,    /* /sleep/MS and /spin/MS */
    HTTP_MOST_BYTES = 16 * 1024 * 1024 /* /bytes/N */
};

/* Puts the reply to a valid request into the client's output. */
void http_route(struct client *client, const struct context *context,
                const struct http_request *request);

/* The built-in page at "/": what this server is, and its counters. Writes at most `size` characters
 * with the final 0; returns how many it wanted to write, as snprintf(3). */
int http_index_write(char *page, size_t size, const struct context *context);

#endif
