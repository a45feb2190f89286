/*
 * request.h - from bytes to a request: RFC 9112 (HTTP/1.1), for an origin server that knows GET and HEAD.
 *
 * It is strict where two programs could otherwise read one message in two ways ("request smuggling",
 * RFC 9112 section 11.2).
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "fields.h"

#include <stdbool.h>
#include <stddef.h>

/* Octets in a request line, without CRLF; section 3 asks for at least 8000. */
enum { HTTP_LINE_MOST = 8192 };

enum http_progress {
    HTTP_INCOMPLETE, /* the request has not ended yet */
    HTTP_COMPLETE    /* it has ended, or it cannot become a valid one: see status */
};

struct http_request {
    unsigned status; /* 0; or the error to reply with: 400, 414, 431, 501 … */
    size_t size;     /* of the whole head: so many bytes to consume */
    bool head; /* the method is HEAD: no body in the reply. Known before the request is whole */
    bool old;  /* HTTP/1.0 */
    bool persistent;   /* the client may send another request after this one */
    bool body;         /* a body follows, which this service does not read */
    bool bare_newline; /* the first line ended with LF alone, as nc sends it */
    struct http_fields fields;
    const char *path;  /* the target's path, percent-decoded, with a final 0: in the input itself */
    const char *query; /* what follows its "?", as it came, without a final 0 */
    size_t query_size;
};

/* Reads the request at the start of the input. *examined, 0 at first, remembers between the calls how many
 * bytes were looked at, so that a request that comes byte by byte is not read from its start for each byte.
 * `full`: the input has no room for more. The result never depends on how the bytes were cut. */
enum http_progress http_request_read(struct http_request *request, char *input, size_t length,
                                     bool full, size_t *examined);

#endif
