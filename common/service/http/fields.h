/*
 * fields.h - the header fields of a request: their grammar (RFC 9110 section 5), and those that
 * decide where the message ends (RFC 9112 section 6) and how the connection goes on (section 9).
 */
#ifndef HTTP_FIELDS_H
#define HTTP_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

/* The value of a field, where it lies in the input, without white space around it. NULL: no such field. */
struct http_value {
    const char *at;
    size_t size;
};

struct http_fields {
    unsigned hosts;        /* how many Host fields */
    bool length, transfer; /* whether there is Content-Length, or Transfer-Encoding */
    bool chunked;        /* "chunked" is among the transfer codings, so the body has a clear end */
    bool after_chunked;  /* another coding comes after it, which is wrong */
    bool unknown_coding; /* a coding before it, or instead of it */
    bool body;           /* a body follows */
    bool close, keep_alive;                                     /* what Connection asks for */
    struct http_value if_match, if_none_match, if_range, range; /* for conditions.h */
};

/* Reads the field lines from `line` to `end`, each with its CRLF. `old`: HTTP/1.0. Returns 0, or
 * the status to reply with: 400, or 501 for an unknown transfer coding. */
unsigned http_fields_read(struct http_fields *fields, const char *line, const char *end, bool old);

/* How many characters of a token (RFC 9110 section 5.6.2) text begins with. */
size_t http_token_length(const char *text, size_t length);

/* Whether a name is the expected one; upper and lower case of A to Z are the same. (strcasecmp(3) depends
 * on the locale.) */
bool http_is_named(const char *name, size_t length, const char *expected);

/* Whether text is a valid value for Host: a name or an address, with or without a port. */
bool http_is_host(const char *text, size_t length);

#endif
