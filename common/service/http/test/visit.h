/*
 * visit.h - for tests of routes.h: asks for a path and reads the reply, without a request's bytes and without a socket.
 */
#ifndef VISIT_H
#define VISIT_H

#include "common/service/http/routes.h"
#include "common/testing/fakes/service_fake.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

static struct client client;
static struct context context;
static char output[65536];

/* Puts the reply for a path, persistent as most are. */
static inline void visit(const char *path)
{
    http_route(&client, &context, &(struct http_request){.path = path, .persistent = true});
}

/* All of a reply that is not too long. */
static inline char *reply_to(const char *path)
{
    size_t size = 0;
    visit(path);
    fake_send(&client, output, sizeof output - 1, &size);
    output[size] = '\0';
    return output;
}

static inline char *body_of(const char *path)
{
    char *empty_line = strstr(reply_to(path), "\r\n\r\n");
    cr_assert(not(eq(ptr, empty_line, NULL)), "%s", path);
    return empty_line + 4;
}

static inline int status_of(const char *path)
{
    int status = 0;
    sscanf(reply_to(path), "HTTP/1.1 %d ", &status);
    return status;
}

#endif
