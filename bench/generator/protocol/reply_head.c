/* reply_head.c - reads the status line and three header fields, and decides how the reply's body ends. */
#include "reply_head.h"

#include <string.h>
#include <strings.h>

void reply_blame(struct reply *reply, enum reply_fault fault)
{
    if (reply->fault == REPLY_RIGHT)
        reply->fault = fault;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool reply_head_status(struct reply *reply, const char *line, size_t size)
{
    if (size < 12 || memcmp(line, "HTTP/1.", 7) != 0 || line[8] != ' ' || !is_digit(line[9]) ||
        !is_digit(line[10]) || !is_digit(line[11])) {
        reply_blame(reply, REPLY_WRONG_STATUS);
        return false;
    }
    reply->old = line[7] == '0';
    reply->status = (unsigned)(line[9] - '0') * 100 + (unsigned)(line[10] - '0') * 10 +
                    (unsigned)(line[11] - '0');
    if (size > 12 && line[12] != ' ')
        reply->status = 0; /* more than three digits: none that is known */
    if (reply->status / 100 > 2 || reply->status < 100)
        reply_blame(reply, REPLY_WRONG_STATUS);
    return true;
}

static void trim(const char **text, size_t *size)
{
    for (; *size > 0 && (**text == ' ' || **text == '\t'); (*size)--)
        (*text)++;
    while (*size > 0 && ((*text)[*size - 1] == ' ' || (*text)[*size - 1] == '\t'))
        (*size)--;
}

static bool is_name(const char *text, size_t length, const char *name)
{
    return length == strlen(name) && strncasecmp(text, name, length) == 0;
}

/* Takes the next item off a comma-separated list (RFC 9110 section 5.6.1). False: it is over. */
static bool next_item(const char **list, size_t *length, const char **item, size_t *size)
{
    if (*length == 0)
        return false;
    const char *comma = memchr(*list, ',', *length);
    *item = *list;
    *size = comma != NULL ? (size_t)(comma - *list) : *length;
    size_t passed = comma != NULL ? *size + 1 : *size;
    *list += passed;
    *length -= passed;
    trim(item, size);
    return true;
}

/* Servers that send it twice, or twice in one list, may mean one length (RFC 9110 section 8.6), but
 * not two. */
static void read_content_length(struct reply *reply, const char *list, size_t list_size)
{
    const char *value;
    size_t size;
    if (list_size == 0)
        reply->unclear = true;
    while (next_item(&list, &list_size, &value, &size)) {
        uint64_t length = 0;
        bool good = size > 0 && size <= 18; /* so it cannot overflow */
        for (size_t i = 0; good && i < size; i++) {
            good = is_digit(value[i]);
            length = length * 10 + (uint64_t)(value[i] - '0');
        }
        if (!good || (reply->has_length && reply->length != length))
            reply->unclear = true;
        reply->has_length = true;
        reply->length = length;
    }
}

static void read_connection(struct reply *reply, const char *list, size_t list_size)
{
    const char *option;
    size_t size;
    while (next_item(&list, &list_size, &option, &size)) {
        reply->closing = reply->closing || is_name(option, size, "close");
        reply->keep_alive = reply->keep_alive || is_name(option, size, "keep-alive");
    }
}

/* It is the last coding that says where the body ends. */
static void read_transfer_encoding(struct reply *reply, const char *list, size_t list_size)
{
    const char *coding;
    size_t size;
    reply->coded = true;
    while (next_item(&list, &list_size, &coding, &size))
        if (size > 0)
            reply->chunked = is_name(coding, size, "chunked");
}

void reply_head_field(struct reply *reply, const char *line, size_t size)
{
    char first = (char)(line[0] | 0x20); /* in small letters */
    if (first != 'c' && first != 't')    /* nothing else matters here, and most begin otherwise */
        return;
    const char *colon = memchr(line, ':', size);
    if (colon == NULL)
        return;
    size_t name = (size_t)(colon - line);
    const char *value = colon + 1;
    size -= name + 1;
    trim(&value, &size);
    if (is_name(line, name, "Content-Length"))
        read_content_length(reply, value, size);
    else if (is_name(line, name, "Connection"))
        read_connection(reply, value, size);
    else if (is_name(line, name, "Transfer-Encoding"))
        read_transfer_encoding(reply, value, size);
}

enum reply_progress reply_head_end(struct reply *reply)
{
    unsigned status = reply->status;
    reply->part = REPLY_BODY;
    if (status / 100 == 1 && status != 101) { /* another head follows: RFC 9110 section 15.2 */
        reply->part = REPLY_STATUS_LINE;
        reply->has_length = reply->unclear = reply->coded = reply->chunked = false;
        reply->closing = reply->keep_alive = false;
        return REPLY_MORE;
    }
    if (status == 101) /* another protocol follows, which no request has asked for */
        reply_blame(reply, REPLY_WRONG_STATUS);
    if (reply->old && !reply->keep_alive) /* RFC 9112 section 9.3 */
        reply->closing = true;
    if (reply->bodiless || status == 204 || status == 304)
        return REPLY_DONE;
    /* A length and a transfer coding, or a coding in HTTP/1.0, is what request smuggling is made of
     * (RFC 9112 sections 6.1 and 6.3): no such reply is believed. */
    if (reply->unclear || status == 101 || (reply->coded && (reply->has_length || reply->old))) {
        reply_blame(reply, REPLY_WRONG_LENGTH);
        return REPLY_BROKEN;
    }
    if (reply->chunked)
        reply->part = REPLY_CHUNK_SIZE;
    else if (!reply->has_length)
        reply->to_the_end = reply->closing = true;
    else if (reply->length == 0)
        return REPLY_DONE;
    return REPLY_MORE;
}
