/* second_reader.c - a strict parser for one request or one reply, independent of the service's own. */
#include "second_reader.h"

#include "common/testing/fakes/service_fake.h"

#include <ctype.h>

enum { LINE_MOST = 8192 };

static bool is_made_of(struct text text, const char *others)
{
    for (size_t i = 0; i < text.size; i++)
        if (!isalnum((unsigned char)text.at[i]) &&
            (text.at[i] == '\0' || strchr(others, text.at[i]) == NULL))
            return false;
    return text.size > 0;
}

static bool read_request_line(struct second_request *request, struct text line)
{
    static const char *const others[] = {"POST",  "PUT",     "DELETE", "OPTIONS",
                                         "TRACE", "CONNECT", "PATCH"};
    const char *space = memchr(line.at, ' ', line.size);
    if (space == NULL || line.size > LINE_MOST || line.size < strlen(" HTTP/1.1"))
        return false;
    struct text method = {line.at, (size_t)(space - line.at)};
    struct text version = {line.at + line.size - 9, 9};
    if (version.at <= space || memcmp(version.at, " HTTP/1.", 8) != 0 ||
        !isdigit((unsigned char)version.at[8]))
        return false;
    struct text target = {space + 1, (size_t)(version.at - space - 1)};
    for (size_t i = 0; i < target.size; i++)
        if (!isgraph((unsigned char)target.at[i]))
            return false;
    request->old = version.at[8] == '0';
    request->get = method.size == 3 && memcmp(method.at, "GET", 3) == 0;
    request->head = method.size == 4 && memcmp(method.at, "HEAD", 4) == 0;
    request->known = request->get || request->head;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (method.size == strlen(others[i]) && memcmp(method.at, others[i], method.size) == 0)
            request->known = true;
    request->plain = target.size > 0 && target.at[0] == '/' && is_made_of(target, "/.-_?=&");
    return target.size > 0 && is_made_of(method, "!#$%&'*+-.^_`|~");
}

static struct text without_empty_line(struct text given)
{
    if (given.size < 2 || memcmp(given.at, "\r\n", 2) != 0)
        return given;
    return (struct text){given.at + 2, given.size - 2};
}

bool second_may_become_request(struct text given)
{
    struct second_request request = {0};
    struct text line, rest = without_empty_line(given);
    if (message_line(&rest, &line))
        return read_request_line(&request, line);
    for (size_t i = 0; i < rest.size; i++)
        if (rest.at[i] != ' ' && !isgraph((unsigned char)rest.at[i]))
            return rest.at[i] == '\r' && i + 1 == rest.size;
    return true;
}

static bool read_field(struct second_request *request, struct text line)
{
    struct text name, value, element;
    if (!message_field(line, &name, &value))
        return false;
    if (message_says(name, "host")) {
        request->hosts++;
        request->plain = request->plain && is_made_of(value, ".-");
        for (size_t i = 0; i < value.size; i++)
            if (!isgraph((unsigned char)value.at[i]) || strchr("/?#@\\\"<>", value.at[i]) != NULL)
                return false;
    } else if (message_says(name, "content-length")) {
        request->lengths++;
        request->body = request->body || message_number(value) > 0;
        return message_number(value) >= 0;
    } else if (message_says(name, "transfer-encoding")) {
        request->body = true; /* and it must be "chunked", once, and nothing else */
        while (message_element(&value, &element))
            if (element.size > 0 && (!message_says(element, "chunked") || request->codings++ > 0))
                return false;
        request->plain = request->plain && request->codings > 0;
    } else if (message_says(name, "connection")) {
        while (message_element(&value, &element)) {
            request->close = request->close || message_says(element, "close");
            request->keep_alive = request->keep_alive || message_says(element, "keep-alive");
        }
    }
    request->condition |= message_says(name, "if-match") || message_says(name, "if-none-match");
    request->range |= message_says(name, "range");
    return true;
}

bool second_read_request(struct second_request *request, struct text rest)
{
    struct text line;

    *request = (struct second_request){0};
    rest = without_empty_line(rest);
    if (!message_line(&rest, &line) || !read_request_line(request, line))
        return false;
    while (message_line(&rest, &line) && line.size > 0)
        if (!read_field(request, line))
            return false;
    if (rest.size > 0 || line.size > 0)
        return false;
    return (request->hosts == 1 || (request->old && request->hosts == 0)) &&
           request->lengths + request->codings <= 1 && !(request->old && request->codings > 0);
}

bool second_read_reply(struct second_reply *reply, struct text rest)
{
    struct text line, name, value, whole = rest;
    unsigned lengths = 0;

    *reply = (struct second_reply){0};
    if (!message_line(&rest, &line) || line.size < 14 || memcmp(line.at, "HTTP/1.1 ", 9) != 0 ||
        line.at[12] != ' ')
        return false;
    reply->status = message_number((struct text){line.at + 9, 3});
    while (message_line(&rest, &line) && line.size > 0) {
        if (!message_field(line, &name, &value) || value.size == 0)
            return false;
        if (message_says(name, "content-length")) {
            reply->length = message_number(value);
            lengths++;
        }
        reply->close |= message_says(name, "connection") && message_says(value, "close");
        reply->date |= strncmp(line.at, FAKE_DATE, strlen(FAKE_DATE)) == 0;
        reply->allow |= message_says(name, "allow") && message_says(value, "GET, HEAD");
        reply->tag |= message_says(name, "etag");
        reply->location |= message_says(name, "location") && value.at[0] == '/';
        reply->range |= message_says(name, "content-range");
    }
    reply->head = (size_t)(rest.at - whole.at);
    return line.size == 0 && lengths == (reply->status != 304) && reply->length >= 0 &&
           reply->status >= 200;
}
