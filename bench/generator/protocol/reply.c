/* reply.c - see reply.h. */
#include "reply.h"

#include <string.h>
#include <strings.h>

static void begin(struct reply *reply)
{
    /* Not a memset of the whole: the line's 1024 bytes need no zeros. */
    reply->fault = REPLY_RIGHT;
    reply->closing = reply->in_body = reply->any_line = false;
    reply->old = reply->keep_alive = reply->has_length = reply->unclear = false;
    reply->length = reply->received = 0;
    reply->expected = NULL;
    reply->sample = NULL;
    reply->line_length = 0;
}

void reply_begin_http(struct reply *reply, struct reply_sample *sample)
{
    begin(reply);
    reply->sample = sample;
}

void reply_begin_echo(struct reply *reply, const char *sent, size_t length)
{
    begin(reply);
    reply->in_body = reply->has_length = true;
    reply->length = length;
    reply->expected = sent;
}

/* The first fault is the one that is reported. */
static void blame(struct reply *reply, enum reply_fault fault)
{
    if (reply->fault == REPLY_RIGHT)
        reply->fault = fault;
}

static bool is_name(const char *line, size_t length, const char *name)
{
    return length == strlen(name) && strncasecmp(line, name, length) == 0;
}

/* Whether a comma-separated list of tokens has this one (RFC 9110 section 5.6.1). */
static bool has_token(const char *list, size_t length, const char *token)
{
    while (length > 0) {
        size_t item = 0;
        while (item < length && list[item] != ',')
            item++;
        const char *start = list;
        size_t size = item;
        for (; size > 0 && (*start == ' ' || *start == '\t'); size--)
            start++;
        while (size > 0 && (start[size - 1] == ' ' || start[size - 1] == '\t'))
            size--;
        if (is_name(start, size, token))
            return true;
        list += item < length ? item + 1 : item;
        length -= item < length ? item + 1 : item;
    }
    return false;
}

static void read_content_length(struct reply *reply, const char *value, size_t size)
{
    uint64_t length = 0;
    bool good = size > 0 && size <= 18; /* so it cannot overflow */
    for (size_t i = 0; good && i < size; i++) {
        good = value[i] >= '0' && value[i] <= '9';
        length = length * 10 + (uint64_t)(value[i] - '0');
    }
    if (reply->has_length && reply->length != length) /* two of them: which is one to believe? */
        good = false;
    if (!good)
        reply->unclear = true;
    reply->has_length = true;
    reply->length = length;
}

static void read_field(struct reply *reply, const char *line, size_t size)
{
    if (line[0] != 'C' && line[0] != 'c') /* nothing else matters here, and most begin otherwise */
        return;
    const char *colon = memchr(line, ':', size);
    if (colon == NULL)
        return;
    size_t name = (size_t)(colon - line);
    const char *value = colon + 1;
    size -= name + 1;
    for (; size > 0 && (*value == ' ' || *value == '\t'); size--)
        value++;
    while (size > 0 && (value[size - 1] == ' ' || value[size - 1] == '\t'))
        size--;
    if (is_name(line, name, "Content-Length")) {
        read_content_length(reply, value, size);
    } else if (is_name(line, name, "Connection")) {
        reply->closing = reply->closing || has_token(value, size, "close");
        reply->keep_alive = reply->keep_alive || has_token(value, size, "keep-alive");
    }
}

/* One line of the head, without its end. False: the reply is broken. */
static bool read_line(struct reply *reply, const char *line, size_t size)
{
    if (!reply->any_line) {
        reply->any_line = true;
        /* "HTTP/1.1 200 OK", RFC 9112 section 4 */
        if (size < 12 || memcmp(line, "HTTP/1.", 7) != 0 || line[8] != ' ') {
            blame(reply, REPLY_WRONG_STATUS);
            return false;
        }
        reply->old = line[7] == '0';
        if (memcmp(line + 9, "200", 3) != 0 || (size > 12 && line[12] != ' '))
            blame(reply, REPLY_WRONG_STATUS);
        return true;
    }
    if (size > 0) {
        read_field(reply, line, size);
        return true;
    }
    if (reply->old && !reply->keep_alive) /* RFC 9112 section 9.3 */
        reply->closing = true;
    if (!reply->has_length || reply->unclear) {
        blame(reply, REPLY_WRONG_LENGTH);
        return false;
    }
    reply->in_body = true;
    return true;
}

/* Reads lines of the head. Returns how many bytes they took; less than all: the body follows. */
static size_t read_head(struct reply *reply, const char *bytes, size_t length, bool *broken)
{
    size_t used = 0;
    while (!reply->in_body && !*broken && used < length) {
        const char *line = bytes + used;
        const char *newline = memchr(line, '\n', length - used);
        size_t size = newline != NULL ? (size_t)(newline - line) : length - used;
        used += newline != NULL ? size + 1 : size;
        if (newline == NULL || reply->line_length > 0) { /* put it together from its pieces */
            if (size > REPLY_LINE_SIZE - reply->line_length)
                size = REPLY_LINE_SIZE - reply->line_length;
            memcpy(reply->line + reply->line_length, line, size);
            reply->line_length += size;
            line = reply->line;
            size = reply->line_length;
        }
        if (newline == NULL)
            break;
        reply->line_length = 0;
        if (size > REPLY_LINE_SIZE) /* the end of a line so long matters to nobody; but it is the
                                     * same whether the line came whole or in pieces */
            size = REPLY_LINE_SIZE;
        if (size > 0 && line[size - 1] == '\r')
            size--;
        *broken = !read_line(reply, line, size);
    }
    return used;
}

/* Compares a piece of the body with what it should be; or learns, from the first that is whole. */
static void check_body(struct reply *reply, const char *bytes, size_t length)
{
    struct reply_sample *sample = reply->sample;
    if (sample != NULL && sample->known) {
        if (sample->length != reply->length)
            blame(reply, REPLY_WRONG_BYTES);
        else
            reply->expected = sample->bytes;
    } else if (sample != NULL && length == reply->length && length <= REPLY_SAMPLE_SIZE &&
               reply->fault == REPLY_RIGHT) {
        memcpy(sample->bytes, bytes, length);
        sample->length = length;
        sample->known = true;
    }
    if (reply->expected != NULL && memcmp(reply->expected + reply->received, bytes, length) != 0)
        blame(reply, REPLY_WRONG_BYTES);
}

enum reply_progress reply_read(struct reply *reply, const char *bytes, size_t length, size_t *used)
{
    bool broken = false;
    *used = 0;
    if (!reply->in_body)
        *used = read_head(reply, bytes, length, &broken);
    if (broken)
        return REPLY_BROKEN;
    if (!reply->in_body)
        return REPLY_MORE;

    uint64_t owed = reply->length - reply->received;
    size_t piece = owed < length - *used ? (size_t)owed : length - *used;
    check_body(reply, bytes + *used, piece);
    reply->received += piece;
    *used += piece;
    return reply->received == reply->length ? REPLY_DONE : REPLY_MORE;
}
