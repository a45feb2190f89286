/*
 * conditions.h - requests for something only if it has changed (RFC 9110 section 13), or for a part of it
 * (section 14).
 */
#ifndef HTTP_CONDITIONS_H
#define HTTP_CONDITIONS_H

#include "request.h"

/* What to answer: 200, all of it; 206, the *length bytes from *from on; 304, nothing new; 412 or 416, not
 * what was asked for. `tag`: its entity tag with the quotes, NULL if it has none. `size`: how many bytes it
 * has; 0: there are no parts of it. */
unsigned http_select(const struct http_request *request, const char *tag, size_t size, size_t *from,
                     size_t *length);

#endif
