/* request.c - finds the end of the head, and reads the first line and the target. */
#include "request.h"

#include <string.h>

enum { METHOD_MOST = 32 }; /* octets; the longest that exists has 17 (RFC 7237) */

enum {
    OK,
    BAD_REQUEST = 400,
    NOT_ALLOWED = 405,
    URI_TOO_LONG = 414,
    FIELDS_TOO_LARGE = 431,
    NOT_IMPLEMENTED = 501,
    VERSION_NOT_SUPPORTED = 505
};

/* Section 2.2: an empty line before the request line is ignored; some old clients send one. */
static size_t first_line(const char *input, size_t length)
{
    return length >= 2 && input[0] == '\r' && input[1] == '\n' ? 2 : 0;
}

/* RFC 9110 section 9.3.2: no reply to HEAD has content, not even one that says that the request is
 * too long, or came too slowly, to be read to its end. */
static bool begins_with_head(const char *line, size_t length)
{
    return length >= 5 && memcmp(line, "HEAD ", 5) == 0;
}

static bool is_visible_or_space(char c)
{
    return c >= ' ' && c < 127; /* where char is signed, the octets from 128 on are negative */
}

/* The verdict on a first line of which `length` octets have come, all of them visible or spaces. A method
 * longer than any that exists is 501 (section 3), whatever may follow it. */
static unsigned read_beginning(const char *line, size_t length)
{
    size_t method = http_token_length(line, length < METHOD_MOST + 1 ? length : METHOD_MOST + 1);
    if (method > METHOD_MOST)
        return NOT_IMPLEMENTED;
    bool ended = method < length;
    return ended && (method == 0 || line[method] != ' ') ? BAD_REQUEST : OK;
}

/* Looks for the end of the first line. If the line can no longer become a request line, we refuse it at
 * once: such a client may wait for an answer before it sends a line end (TLS) or an empty line (SSH, SMTP),
 * and would hold up others until its deadline. */
static enum http_progress find_line_end(struct http_request *request, const char *input,
                                        size_t begin, size_t length, size_t *examined)
{
    size_t at = *examined > begin ? *examined : begin;
    while (at < length && at - begin < HTTP_LINE_MOST && is_visible_or_space(input[at]))
        at++;
    *examined = at;
    request->status = read_beginning(input + begin, at - begin);
    if (request->status != OK)
        return HTTP_COMPLETE;
    if (at == length || (input[at] == '\r' && at + 1 == length))
        return HTTP_INCOMPLETE;
    *examined = at + 2;
    if (is_visible_or_space(input[at]))
        request->status = URI_TOO_LONG;
    else if (input[at] != '\r' || input[at + 1] != '\n')
        request->status = BAD_REQUEST;         /* a bare CR, a control character, no ASCII … */
    request->bare_newline = input[at] == '\n'; /* … or a bare LF: section 2.2 lets us refuse it */
    return HTTP_COMPLETE;
}

/* Looks for the empty line that ends the head. It reports the first mistake in the order of the stream, so
 * the verdict is the same however the network cuts the bytes. */
static enum http_progress find_end(struct http_request *request, const char *input, size_t length,
                                   bool full, size_t *examined)
{
    const char *newline;
    while ((newline = memchr(input + *examined, '\n', length - *examined)) != NULL) {
        size_t end = (size_t)(newline - input);
        if (newline[-1] != '\r') {
            request->status = BAD_REQUEST;
            return HTTP_COMPLETE;
        }
        if (end - *examined == 1) {
            request->size = end + 1;
            return HTTP_COMPLETE;
        }
        *examined = end + 1;
    }
    if (full)
        request->status = FIELDS_TOO_LARGE;
    return full ? HTTP_COMPLETE : HTTP_INCOMPLETE;
}

/* RFC 9110 section 9.1: the methods that exist, of which this server does the first two. */
static unsigned read_method(const char *method, size_t length)
{
    static const char *const known[] = {"GET",     "HEAD",  "POST",    "PUT",  "DELETE",
                                        "OPTIONS", "TRACE", "CONNECT", "PATCH"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i]) == length && memcmp(method, known[i], length) == 0)
            return i < 2 ? OK : NOT_ALLOWED;
    return NOT_IMPLEMENTED;
}

static int hex(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if ((digit | 32) >= 'a' && (digit | 32) <= 'f')
        return (digit | 32) - 'a' + 10;
    return -1;
}

static bool is_percent_code(const char *text, size_t length)
{
    return length >= 3 && hex(text[1]) >= 0 && hex(text[2]) >= 0 &&
           (text[1] != '0' || text[2] != '0'); /* a NUL would end the path */
}

static unsigned read_path(struct http_request *request, const char *path, size_t length)
{
    size_t end = 0;
    for (; end < length && path[end] != '?'; end++)
        if (path[end] == '%' && !is_percent_code(path + end, length - end))
            return BAD_REQUEST;
    request->path = path;
    request->query = path + end + 1;
    request->query_size = end < length ? length - end - 1 : 0;
    return OK;
}

/* Decodes a path in place, once: "%2e" is a dot, but "%252e" stays "%2e". It ends at its query, or
 * at the space before the version, where there is room for the final 0. */
static void decode(char *path)
{
    char *to = path;
    for (; *path != '?' && *path != ' '; path++) {
        bool coded = *path == '%';
        *to++ = coded ? (char)(hex(path[1]) * 16 + hex(path[2])) : *path;
        path += coded ? 2 : 0;
    }
    *to = '\0';
}

/* Section 3.2: origin-form "/path?query", or absolute-form "http://host/path?query". */
static unsigned read_target(struct http_request *request, const char *target, size_t length)
{
    static const char scheme[] = "http://";

    if (length > strlen(scheme) && http_is_named(target, strlen(scheme), scheme)) {
        target += strlen(scheme);
        length -= strlen(scheme);
        size_t authority = 0;
        while (authority < length && target[authority] != '/' && target[authority] != '?')
            authority++;
        /* Host may be empty, but no http URI has an empty host: RFC 9110 section 4.2.1. */
        if (authority == 0 || target[0] == ':' || !http_is_host(target, authority))
            return BAD_REQUEST;
        target += authority;
        length -= authority;
        if (length == 0 || target[0] == '?')
            return OK; /* the path is "/" */
    }
    return target[0] == '/' ? read_path(request, target, length) : BAD_REQUEST;
}

/* Section 3: method SP request-target SP HTTP-version. */
static unsigned read_request_line(struct http_request *request, const char *line, size_t length)
{
    size_t method = http_token_length(line, length);
    if (method == length) /* or a space comes next: read_beginning() */
        return BAD_REQUEST;
    const char *target = line + method + 1;
    const char *space = memchr(target, ' ', length - method - 1);
    if (space == NULL)
        return BAD_REQUEST;
    const char *version = space + 1;
    size_t size = (size_t)(space - target);
    if (line + length - version != 8 || memcmp(version, "HTTP/", 5) != 0 || version[6] != '.' ||
        version[5] < '0' || version[5] > '9' || version[7] < '0' || version[7] > '9')
        return BAD_REQUEST;
    if (size == 0 || memchr(target, '#', size) != NULL)
        return BAD_REQUEST; /* whatever the method: this line is no request line */
    if (version[5] != '1')
        return VERSION_NOT_SUPPORTED;
    request->old = version[7] == '0';
    unsigned status = read_method(line, method);
    return status != OK ? status : read_target(request, target, size);
}

enum http_progress http_request_read(struct http_request *request, char *input, size_t length,
                                     bool full, size_t *examined)
{
    size_t begin = first_line(input, length);
    const char *line = input + begin;
    *request = (struct http_request){.head = begins_with_head(line, length - begin)};

    /* Behind an LF, *examined is at a field line, and the first line is known to be good. */
    bool first = *examined <= begin || input[*examined - 1] != '\n';
    if (first && find_line_end(request, input, begin, length, examined) == HTTP_INCOMPLETE)
        return HTTP_INCOMPLETE;
    if (request->status != OK)
        return HTTP_COMPLETE;
    size_t size = (size_t)((const char *)memchr(line, '\r', length - begin) - line);
    enum http_progress progress = find_end(request, input, length, full, examined);
    if (progress == HTTP_INCOMPLETE && !first)
        return HTTP_INCOMPLETE;

    unsigned status = read_request_line(request, line, size);
    if (status == BAD_REQUEST || status == VERSION_NOT_SUPPORTED)
        request->status = status; /* at once, because we do not know what the rest means */
    if (request->status != OK)
        return HTTP_COMPLETE;
    if (progress == HTTP_INCOMPLETE)
        return HTTP_INCOMPLETE;
    /* A method that we do not have is still in a request that ends somewhere, and what is wrong
     * with its fields weighs more. */
    struct http_fields *fields = &request->fields;
    request->status =
        http_fields_read(fields, line + size + 2, input + request->size - 2, request->old);
    if (request->status == OK)
        request->status = status;
    request->body = fields->body;
    request->persistent = !fields->close && (!request->old || fields->keep_alive);
    if (request->path == NULL)
        request->path = "/";
    else
        decode(input + (request->path - input));
    return HTTP_COMPLETE;
}
