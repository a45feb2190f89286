/* target.c - splits a URL into scheme, host, port and path, and prepares the bytes to send. */
#include "target.h"

#include "common/socket/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

/* Sets the scheme, and returns what follows; NULL: there is none that is known. A URL without any
 * is http's, as for other programs. */
static const char *read_scheme(struct target *target, const char *url)
{
    size_t length =
        strspn(url, "+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    target->scheme = SCHEME_HTTP;
    if (strncmp(url + length, "://", 3) != 0)
        return url;
    if (length == 4 && strncasecmp(url, "echo", 4) == 0) /* in any case: RFC 3986 section 3.1 */
        target->scheme = SCHEME_ECHO;
    else if (length != 4 || strncasecmp(url, "http", 4) != 0)
        return NULL;
    return url + length + 3;
}

/* The zone of an IPv6 address says by which of this machine's interfaces it is reached. "%25" is
 * how a URL spells "%" (RFC 6874 section 2), but many type the address as they have it. To the
 * server it means nothing, so it is not in the Host field (section 4). */
static bool read_ipv6(struct target *target, const char *start, const char *end)
{
    const char *percent = memchr(start, '%', (size_t)(end - start));
    const char *address_end = percent != NULL ? percent : end;
    if (!copy(target->host, sizeof target->host - 1, start, address_end))
        return false;
    snprintf(target->field, sizeof target->field, "[%s]", target->host);
    if (percent == NULL)
        return true;
    const char *zone = percent + (strncmp(percent, "%25", 3) == 0 && end - percent > 3 ? 3 : 1);
    size_t length = strlen(target->host);
    target->host[length++] = '%';
    return zone < end && copy(target->host + length, sizeof target->host - length, zone, end);
}

/* HOST, HOST:PORT, [HOST] or [HOST]:PORT, up to `end`. */
static const char *read_authority(struct target *target, const char *start, const char *end)
{
    const char *host_end, *rest;
    bool good;
    if (*start == '[') {
        start++;
        host_end = memchr(start, ']', (size_t)(end - start));
        if (host_end == NULL)
            return "a '[' without a ']'";
        rest = host_end + 1;
        good = read_ipv6(target, start, host_end);
    } else {
        host_end = memchr(start, ':', (size_t)(end - start));
        rest = host_end = host_end != NULL ? host_end : end;
        good = copy(target->host, sizeof target->host, start, host_end);
        snprintf(target->field, sizeof target->field, "%s", target->host);
    }
    if (!good || host_end == start || memchr(start, '@', (size_t)(end - start)) != NULL)
        return "there is no host in it";
    if (rest == end)
        return NULL;
    if (*rest != ':' || !copy(target->port, sizeof target->port, rest + 1, end) ||
        !address_is_port(target->port) || strtoul(target->port, NULL, 10) == 0)
        return "its port is not a number from 1 to 65535";
    size_t length = strlen(target->field);
    snprintf(target->field + length, sizeof target->field - length, ":%s", target->port);
    return NULL;
}

const char *target_parse(struct target *target, const char *url, const char *path)
{
    *target = (struct target){.scheme = SCHEME_HTTP};
    if (!is_clean(url) || (path != NULL && !is_clean(path)))
        return "it has a space or an unprintable character";
    const char *authority = read_scheme(target, url);
    if (authority == NULL)
        return "it begins neither with http:// nor with echo://";
    bool echo = target->scheme == SCHEME_ECHO;
    strcpy(target->port, echo ? "7" : "80"); /* RFC 862, RFC 9110 */

    const char *end = authority + strcspn(authority, "/?#");
    const char *wrong = read_authority(target, authority, end);
    if (wrong != NULL)
        return wrong;
    if (echo && end[0] != '\0' && strcmp(end, "/") != 0)
        return "echo has no paths";
    if (path == NULL || echo)
        path = end;
    /* The part after "#" is for the reader of a page; a client does not send it. */
    int length = (int)strcspn(path, "#");
    const char *slash = *path == '/' ? "" : "/";
    if (length + 2 > TARGET_TEXT_SIZE || (size_t)(end - authority) >= TARGET_TEXT_SIZE)
        return "it is too long";
    snprintf(target->path, sizeof target->path, "%s%.*s", slash, length, path);
    snprintf(target->url, sizeof target->url, "%s://%.*s%s", echo ? "echo" : "http",
             (int)(end - authority), authority, target->path);
    return NULL;
}

int target_prepare(struct target *target, const struct request_form *form, size_t message_length)
{
    if (target->scheme == SCHEME_HTTP) {
        target->bodiless = request_is_head(form);
        target->request = request_make(form, target->path, target->field, false);
        target->last = request_make(form, target->path, target->field, true);
        return target->request.length > 0 && target->last.length > 0 ? 0 : -1;
    }
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
    return last ? target->last : target->request;
}

bool target_is_constant(const struct target *target)
{
    return strcmp(target->path, "/hello") == 0 || strncmp(target->path, "/bytes/", 7) == 0;
}
