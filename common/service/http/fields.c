/* fields.c - reads each header field line, and remembers the fields that matter. */
#include "fields.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

enum { OK, BAD_REQUEST = 400, NOT_IMPLEMENTED = 501 };

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Like strchr(3), but the final 0 of the set is not in the set. */
static bool is_one_of(char c, const char *set)
{
    while (*set != '\0' && *set != c)
        set++;
    return *set != '\0';
}

size_t http_token_length(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && (is_letter_or_digit(text[i]) || is_one_of(text[i], "!#$%&'*+-.^_`|~")))
        i++;
    return i;
}

/* How many characters of an IPv6 address in brackets text begins with; 0: it does not. */
static size_t address_length(const char *text, size_t length)
{
    char address[INET6_ADDRSTRLEN];
    struct in6_addr ignored;
    const char *end = memchr(text, ']', length);
    size_t size = end != NULL ? (size_t)(end - text) - 1 : sizeof address;
    if (size >= sizeof address)
        return 0;
    memcpy(address, text + 1, size);
    address[size] = '\0';
    /* A NUL in the text would hide the rest of it. */
    if (strlen(address) != size || inet_pton(AF_INET6, address, &ignored) != 1)
        return 0;
    return size + 2;
}

bool http_is_host(const char *text, size_t length)
{
    size_t i = 0;
    if (length > 0 && text[0] == '[') {
        if ((i = address_length(text, length)) == 0)
            return false;
    } else {
        for (; i < length; i++)
            if (text[i] == '%' && length - i > 2 && isxdigit((unsigned char)text[i + 1]) &&
                isxdigit((unsigned char)text[i + 2]))
                i += 2;
            else if (!is_letter_or_digit(text[i]) && !is_one_of(text[i], "-._~!$&'()*+,;="))
                break;
    }
    if (i < length && text[i] == ':')
        for (i++; i < length && text[i] >= '0' && text[i] <= '9'; i++)
            ;
    return i == length;
}

bool http_is_named(const char *name, size_t length, const char *expected)
{
    for (size_t i = 0; i < length; i++)
        if (name[i] != expected[i] &&
            !((name[i] ^ expected[i]) == 32 && (name[i] | 32) >= 'a' && (name[i] | 32) <= 'z'))
            return false; /* the end of `expected`, a 0, is a difference too */
    return expected[length] == '\0';
}

/* Calls each() for every element of a comma-separated list (RFC 9110 section 5.6.1). */
static void for_each_element(const char *value, size_t length, struct http_fields *fields,
                             void (*each)(struct http_fields *, const char *, size_t))
{
    const char *end = value + length;
    while (value < end) {
        const char *comma = memchr(value, ',', (size_t)(end - value));
        const char *stop = comma != NULL ? comma : end;
        const char *last = stop;
        while (value < last && is_one_of(*value, " \t"))
            value++;
        while (last > value && is_one_of(last[-1], " \t"))
            last--;
        if (last > value)
            each(fields, value, (size_t)(last - value));
        value = stop + 1;
    }
}

static void read_connection(struct http_fields *fields, const char *option, size_t length)
{
    if (http_is_named(option, length, "close"))
        fields->close = true;
    else if (http_is_named(option, length, "keep-alive"))
        fields->keep_alive = true;
}

static void read_coding(struct http_fields *fields, const char *coding, size_t length)
{
    if (fields->chunked)
        fields->after_chunked = true;
    else if (http_is_named(coding, length, "chunked"))
        fields->chunked = true;
    else
        fields->unknown_coding = true;
}

static unsigned read_length(struct http_fields *fields, const char *value, size_t length)
{
    /* A second Content-Length, even one that agrees, is what smuggled requests are made of. */
    if (fields->length || length == 0)
        return BAD_REQUEST;
    fields->length = true;
    for (size_t i = 0; i < length; i++) { /* of any size: only zero or not zero matters here */
        if (value[i] < '0' || value[i] > '9')
            return BAD_REQUEST;
        if (value[i] != '0')
            fields->body = true;
    }
    return OK;
}

/* Several lines of one list are like one line (RFC 9110 section 5.3): from the first to the last, with what
 * stands between. */
static void keep(struct http_value *kept, struct http_value value)
{
    if (kept->at == NULL)
        *kept = value;
    kept->size = (size_t)(value.at + value.size - kept->at);
}

static unsigned read_field(struct http_fields *fields, const char *line, size_t length)
{
    /* No token: an empty name, or a line that begins with a space and would continue the one before
     * (section 5.2). No colon right after it: white space there has fooled proxies (section 5.1).
     */
    size_t name = http_token_length(line, length);
    if (name == 0 || name == length || line[name] != ':')
        return BAD_REQUEST;
    struct http_value value = {line + name + 1, length - name - 1};
    for (; value.size > 0 && is_one_of(*value.at, " \t"); value.size--)
        value.at++;
    while (value.size > 0 && is_one_of(value.at[value.size - 1], " \t"))
        value.size--;
    for (size_t i = 0; i < value.size; i++)
        if (((unsigned char)value.at[i] < ' ' && value.at[i] != '\t') || value.at[i] == 127)
            return BAD_REQUEST; /* NUL, a bare CR … */

    if (http_is_named(line, name, "host")) {
        fields->hosts++;
        return http_is_host(value.at, value.size) ? OK : BAD_REQUEST;
    }
    if (http_is_named(line, name, "content-length"))
        return read_length(fields, value.at, value.size);
    if (http_is_named(line, name, "transfer-encoding")) {
        fields->transfer = true;
        for_each_element(value.at, value.size, fields, read_coding);
    } else if (http_is_named(line, name, "connection")) {
        for_each_element(value.at, value.size, fields, read_connection);
    } else if (http_is_named(line, name, "if-match")) {
        keep(&fields->if_match, value);
    } else if (http_is_named(line, name, "if-none-match")) {
        keep(&fields->if_none_match, value);
    } else if (http_is_named(line, name, "if-range")) {
        keep(&fields->if_range, value);
    } else if (http_is_named(line, name, "range")) {
        keep(&fields->range, value);
    }
    return OK;
}

unsigned http_fields_read(struct http_fields *fields, const char *line, const char *end, bool old)
{
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        unsigned status = read_field(fields, line, (size_t)(newline - line) - 1);
        if (status != OK)
            return status;
        line = newline + 1;
    }
    if (fields->hosts > 1 || (fields->hosts == 0 && !old))
        return BAD_REQUEST; /* section 3.2 */
    if (fields->transfer) {
        /* Section 6.1: with a length, or in HTTP/1.0, the end of this message is uncertain. */
        if (old || fields->length)
            return BAD_REQUEST;
        if (fields->after_chunked || !fields->chunked)
            return BAD_REQUEST; /* section 6.3: "chunked" comes last, or the body has no clear end
                                 */
        if (fields->unknown_coding)
            return NOT_IMPLEMENTED;
        fields->body = true;
    }
    return OK;
}
