/*
 * conditions.h - requests for something only if it has changed (RFC 9110 section 13), or for a part of it
 * (section 14).
 */
#ifndef HTTP_CONDITIONS_H
#define HTTP_CONDITIONS_H

#include "request.h"

/* The status of the reply: 200, the whole; 206, the *length bytes from *from on; 304, the client has it
 * already; 412, a condition is false; 416, there is no such part. `tag`: the entity tag with its quotes,
 * NULL if there is none. `size`: the number of bytes; 0: it is not served in parts. */
unsigned http_select(const struct http_request *request, const char *tag, size_t size, size_t *from,
                     size_t *length);

#endif
