/* request.c - checks the user's method and header fields, and builds the request's text from them. */
#include "request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static size_t token_length(const char *text)
{
    return strspn(text, "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
                        "uvwxyz");
}

bool request_is_method(const char *text)
{
    size_t length = token_length(text);
    return length > 0 && text[length] == '\0';
}

static bool is_named(const char *field, const char *name)
{
    size_t length = token_length(field);
    return length == strlen(name) && strncasecmp(field, name, length) == 0;
}

/* The value of "Name: value", which may be empty; NULL: it is "Name;". */
static const char *value_of(const char *field)
{
    const char *end = field + token_length(field);
    return *end == ':' ? end + 1 + strspn(end + 1, " \t") : NULL;
}

const char *request_add_field(struct request_form *form, const char *field)
{
    size_t name = token_length(field);
    if (name == 0 || (field[name] != ':' && strcmp(field + name, ";") != 0))
        return "is not 'Name: value'";
    for (const char *c = field; *c != '\0'; c++)
        if (((unsigned char)*c < ' ' && *c != '\t') || *c == 127) /* it would end the line */
            return "has a control character in it";
    if (is_named(field, "Connection"))
        return "cannot be set: --requests decides it";
    if (is_named(field, "Content-Length") || is_named(field, "Transfer-Encoding"))
        return "needs a body, and load sends none";
    if (form->field_count == REQUEST_MOST_FIELDS)
        return "is one too many";
    form->fields[form->field_count++] = field;
    return NULL;
}

bool request_is_head(const struct request_form *form)
{
    return form->method != NULL && strcmp(form->method, "HEAD") == 0;
}

/* Text that grows at its end, in memory that is large enough. */
static void add(char *text, const char *more)
{
    strcat(text, more);
}

static void add_field(char *text, const char *field)
{
    const char *value = value_of(field);
    if (value != NULL && *value == '\0')
        return;
    strncat(text, field, token_length(field));
    add(text, ": ");
    add(text, value != NULL ? value : "");
    add(text, "\r\n");
}

struct bytes request_make(const struct request_form *form, const char *path, const char *host,
                          bool last)
{
    const char *method = form->method != NULL ? form->method : "GET";
    size_t room = strlen(method) + strlen(path) + strlen(host) + 128;
    bool has_host = false;
    for (unsigned i = 0; i < form->field_count; i++) {
        room += strlen(form->fields[i]) + 4;
        has_host = has_host || is_named(form->fields[i], "Host");
    }
    char *text = malloc(room);
    if (text == NULL)
        return (struct bytes){"", 0};
    snprintf(text, room, "%s %s HTTP/1.1\r\n", method, path);
    if (!has_host) {
        add(text, "Host: ");
        add(text, host);
        add(text, "\r\n");
    }
    for (unsigned i = 0; i < form->field_count; i++)
        add_field(text, form->fields[i]);
    /* A method that is known for a body says that it has none: RFC 9110 section 8.6. */
    if (strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 || strcmp(method, "PATCH") == 0)
        add(text, "Content-Length: 0\r\n");
    if (last)
        add(text, "Connection: close\r\n");
    add(text, "\r\n");
    return (struct bytes){text, strlen(text)};
}
