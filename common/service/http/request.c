/* request.c - see request.h. Where a message ends, its first line, its target. */
#include "request.h"

#include "fields.h"

#include <string.h>

enum {
    OK,
    NOT_MODIFIED = 304,
    BAD_REQUEST = 400,
    NOT_ALLOWED = 405,
    PRECONDITION_FAILED = 412,
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
static bool begins_with_head(const char *input, size_t length)
{
    size_t begin = first_line(input, length);
    return length - begin >= 5 && memcmp(input + begin, "HEAD ", 5) == 0;
}

/* Looks for the empty line that ends the head. What can be wrong here is wrong in the order of the
 * stream, so that the verdict is the same for every way to cut it. */
static enum http_progress find_end(struct http_request *request, const char *input, size_t length,
                                   bool full, size_t *examined)
{
    size_t begin = first_line(input, length);
    size_t line = *examined > begin ? *examined : begin; /* where the line at hand begins */
    const char *newline;

    request->status = OK;
    while ((newline = memchr(input + line, '\n', length - line)) != NULL) {
        size_t end = (size_t)(newline - input);
        if (line == begin && end - line > HTTP_LINE_MOST + 1) /* with its CR */
            break;
        if (end == line || newline[-1] != '\r') {
            request->status = BAD_REQUEST; /* a bare LF: section 2.2 lets us refuse it */
            return HTTP_COMPLETE;
        }
        if (end - line == 1) {
            request->size = end + 1;
            return HTTP_COMPLETE;
        }
        *examined = line = end + 1;
    }
    if (line == begin && length - line > HTTP_LINE_MOST + 1)
        request->status = URI_TOO_LONG;
    else if (full)
        request->status = FIELDS_TOO_LARGE;
    return request->status == OK ? HTTP_INCOMPLETE : HTTP_COMPLETE;
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

/* Decodes a path in place, once: "%2e" is a dot, but "%252e" stays "%2e". */
static unsigned read_path(struct http_request *request, char *path, size_t length)
{
    char *to = path;
    for (size_t i = 0; i < length && path[i] != '?'; i++) {
        char octet = path[i];
        if (octet == '%') {
            if (length - i < 3 || hex(path[i + 1]) < 0 || hex(path[i + 2]) < 0)
                return BAD_REQUEST;
            octet = (char)(hex(path[i + 1]) * 16 + hex(path[i + 2]));
            if (octet == '\0')
                return BAD_REQUEST;
            i += 2;
        }
        *to++ = octet;
    }
    *to = '\0'; /* there is room: at least the space before the version follows */
    request->path = path;
    return OK;
}

/* Whether there is a target, and nothing in it that no URI has. */
static bool is_target(const char *target, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (target[i] <= ' ' || (unsigned char)target[i] >= 127 || target[i] == '#')
            return false;
    return length > 0;
}

/* Section 3.2: origin-form "/path?query", or absolute-form "http://host/path?query". */
static unsigned read_target(struct http_request *request, char *target, size_t length)
{
    static const char scheme[] = "http://";
    static char root[] = "/";

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
        if (length == 0 || target[0] == '?') {
            request->path = root;
            return OK;
        }
    }
    return target[0] == '/' ? read_path(request, target, length) : BAD_REQUEST;
}

/* RFC 9110 section 13.2.2. Nothing here has an entity tag or a date of change, so that If-Match is
 * false for any tag, If-None-Match for "*" alone, and conditions on dates are to be ignored. */
static unsigned read_precondition(const struct http_fields *fields)
{
    if (fields->match_tag)
        return PRECONDITION_FAILED;
    return fields->none_match_any ? NOT_MODIFIED : OK;
}

/* Section 3: method SP request-target SP HTTP-version. */
static unsigned read_request_line(struct http_request *request, char *line, size_t length)
{
    size_t method = http_token_length(line, length);
    if (method == 0 || method == length || line[method] != ' ')
        return BAD_REQUEST;
    char *target = line + method + 1;
    char *space = memchr(target, ' ', length - method - 1);
    if (space == NULL)
        return BAD_REQUEST;
    const char *version = space + 1;
    if (line + length - version != 8 || memcmp(version, "HTTP/", 5) != 0 || version[6] != '.' ||
        version[5] < '0' || version[5] > '9' || version[7] < '0' || version[7] > '9')
        return BAD_REQUEST;
    if (!is_target(target, (size_t)(space - target)))
        return BAD_REQUEST; /* whatever the method: this line is no request line */
    unsigned status = read_method(line, method);
    if (version[5] != '1')
        return VERSION_NOT_SUPPORTED;
    request->old = version[7] == '0';
    return status != OK ? status : read_target(request, target, (size_t)(space - target));
}

enum http_progress http_request_read(struct http_request *request, char *input, size_t length,
                                     bool full, size_t *examined)
{
    struct http_fields fields = {0};
    request->head = begins_with_head(input, length);
    if (find_end(request, input, length, full, examined) == HTTP_INCOMPLETE)
        return HTTP_INCOMPLETE;
    request->old = request->persistent = request->body = false;
    if (request->status != OK)
        return HTTP_COMPLETE;

    char *line = input + first_line(input, length);
    size_t line_length = (size_t)((char *)memchr(line, '\r', length) - line);
    unsigned status = OK;
    if (line[line_length + 1] != '\n')
        status = BAD_REQUEST; /* a bare CR */
    else
        status = read_request_line(request, line, line_length);
    /* A method that we do not have is still in a request that ends somewhere, and what is wrong
     * with its fields weighs more. Of another version we do not even know what its fields mean. */
    unsigned fields_status = OK;
    if (status != BAD_REQUEST && status != VERSION_NOT_SUPPORTED)
        fields_status = http_fields_read(&fields, line + line_length + 2, input + request->size - 2,
                                         request->old);
    request->status = fields_status != OK ? fields_status : status;
    request->body = fields.body;
    request->precondition = read_precondition(&fields);
    request->persistent = !fields.close && (!request->old || fields.keep_alive);
    return HTTP_COMPLETE;
}
