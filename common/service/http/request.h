/*
 * request.h - from bytes to a request: RFC 9112 (HTTP/1.1), as an origin server that knows GET
 * and HEAD has to read it. Strict where leniency would let two programs read one message
 * differently
 * ("request smuggling", RFC 9112 section 11.2).
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "fields.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    HTTP_LINE_MOST =
        8192 /* octets in a request line, without CRLF; at least 8000 are asked for (section 3) */
};

enum http_progress {
    HTTP_INCOMPLETE, /* the request has not ended yet */
    HTTP_COMPLETE    /* it has, or it is wrong beyond mending: see status */
};

struct http_request {
    unsigned
        status;  /* 0, or what to reply because of what is wrong with it: 400, 414, 431, 501 … */
    size_t size; /* of the whole head, to be consumed */
    bool head;   /* the method is HEAD: no body in the reply. Known before the request is whole */
    bool old;    /* HTTP/1.0 */
    bool persistent;   /* the client may send another request after this one */
    bool body;         /* a body follows, which no service here reads */
    bool bare_newline; /* its first line ended with LF alone, as somebody types it */
    struct http_fields fields;
    const char *path;  /* the target's path, percent-decoded, with a final 0: in the input itself */
    const char *query; /* what follows its "?", as it came, without a final 0 */
    size_t query_size;
};

/* Reads the request at the start of the input. *examined, 0 at first, keeps what has been looked at
 * from one call to the next, so that a request that comes byte by byte is not read again for each.
 * `full`: the input can take no more. The answer never depends on how the bytes were cut. */
enum http_progress http_request_read(struct http_request *request, char *input, size_t length,
                                     bool full, size_t *examined);

#endif
