/*
 * request.h - the bytes of an HTTP request: its method, and header fields of the user's own.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stddef.h>

enum { REQUEST_MOST_FIELDS = 32 };

struct bytes {
    const char *start;
    size_t length;
};

/* What the command line says of it: -X, -I and -H, as in curl. */
struct request_form {
    const char *method; /* NULL: GET */
    const char *fields[REQUEST_MOST_FIELDS];
    unsigned field_count;
};

/* Whether it is a method's name, that is, a token: RFC 9110 section 5.6.2. */
bool request_is_method(const char *text);

/* Adds a field: "Name: value"; "Name;" for one without a value; "Name:" to leave out one that would
 * be sent. Returns NULL, or what is wrong with it. */
const char *request_add_field(struct request_form *form, const char *field);

/* Whether the reply has no body, because the method is HEAD. */
bool request_is_head(const struct request_form *form);

/* Makes the bytes; `last`: the server must close the connection afterwards. They are never given
 * back. length 0: not enough memory. */
struct bytes request_make(const struct request_form *form, const char *path, const char *host,
                          bool last);

#endif
