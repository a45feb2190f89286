/* target.c - see target.h. */
#include "target.h"

#include "common/socket/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PERIOD = 61 }; /* of the echo bytes: a prime, so that no buffer's size is a multiple */

/* Copies the text from `start` to `end`. False: there is not enough room. */
static bool copy(char *to, size_t size, const char *start, const char *end)
{
    size_t length = (size_t)(end - start);
    if (length >= size)
        return false;
    memcpy(to, start, length);
    to[length] = '\0';
    return true;
}

/* Nothing that would break out of the request line or the Host field. */
static bool is_clean(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~' || *text == '#')
            return false;
    return true;
}

/* HOST, HOST:PORT, [HOST] or [HOST]:PORT, up to `end`. */
static const char *read_authority(struct target *target, const char *start, const char *end)
{
    const char *host_end;
    const char *rest;
    if (*start == '[') {
        start++;
        host_end = memchr(start, ']', (size_t)(end - start));
        if (host_end == NULL)
            return "a '[' without a ']'";
        rest = host_end + 1;
    } else {
        host_end = memchr(start, ':', (size_t)(end - start));
        rest = host_end = host_end != NULL ? host_end : end;
    }
    if (host_end == start || memchr(start, '@', (size_t)(end - start)) != NULL ||
        !copy(target->host, sizeof target->host, start, host_end))
        return "there is no host in it";
    if (rest == end)
        return NULL;
    if (*rest != ':' || !copy(target->port, sizeof target->port, rest + 1, end) ||
        !address_is_port(target->port) || strtoul(target->port, NULL, 10) == 0)
        return "its port is not a number from 1 to 65535";
    return NULL;
}

const char *target_parse(struct target *target, const char *url, const char *path)
{
    *target = (struct target){.scheme = SCHEME_HTTP};
    if (strncmp(url, "echo://", 7) == 0)
        target->scheme = SCHEME_ECHO;
    else if (strncmp(url, "http://", 7) != 0)
        return "it begins neither with http:// nor with echo://";
    if (!is_clean(url) || (path != NULL && !is_clean(path)))
        return "it has a space, a '#' or an unprintable character";
    strcpy(target->port, target->scheme == SCHEME_HTTP ? "80" : "7"); /* RFC 9110, RFC 862 */

    const char *authority = url + 7;
    const char *end = authority + strcspn(authority, "/?");
    const char *wrong = read_authority(target, authority, end);
    if (wrong != NULL)
        return wrong;
    if (target->scheme == SCHEME_ECHO && end[0] != '\0' && strcmp(end, "/") != 0)
        return "echo has no paths";
    if (path == NULL || target->scheme == SCHEME_ECHO)
        path = *end == '/' ? end : "/";
    if (*end == '?' || strlen(path) >= sizeof target->path ||
        (size_t)(end - url) >= TARGET_TEXT_SIZE)
        return *end == '?' ? "a '/' is missing before the '?'" : "it is too long";
    strcpy(target->path, path);
    snprintf(target->url, sizeof target->url, "%.*s%s", (int)(end - url), url, path);
    return NULL;
}

int target_prepare(struct target *target, size_t message_length)
{
    const char *authority = target->url + 7;
    int length = (int)strcspn(authority, "/");
    snprintf(target->request, sizeof target->request, "GET %s HTTP/1.1\r\nHost: %.*s\r\n\r\n",
             target->path, length, authority);
    snprintf(target->last_request, sizeof target->last_request,
             "GET %s HTTP/1.1\r\nHost: %.*s\r\nConnection: close\r\n\r\n", target->path, length,
             authority);
    if (target->scheme == SCHEME_HTTP)
        return 0;
    target->message_length = message_length;
    target->message = malloc(message_length + PERIOD);
    if (target->message == NULL)
        return -1;
    for (size_t i = 0; i < message_length + PERIOD; i++)
        target->message[i] = (char)('!' + i % PERIOD);
    return 0;
}

struct bytes target_request(const struct target *target, unsigned slot, bool last)
{
    if (target->scheme == SCHEME_ECHO)
        return (struct bytes){target->message + slot % PERIOD, target->message_length};
    const char *request = last ? target->last_request : target->request;
    return (struct bytes){request, strlen(request)};
}

bool target_is_constant(const struct target *target)
{
    return strcmp(target->path, "/hello") == 0 || strncmp(target->path, "/bytes/", 7) == 0;
}
