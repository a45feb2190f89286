/* reply.c - reads a reply line by line and chunk by chunk, and compares its body with the expected one. */
#include "reply.h"

#include "reply_head.h"

#include <string.h>

static void begin(struct reply *reply)
{
    /* Not a memset of the whole: the line's 1024 bytes need no zeros. */
    memset(reply, 0, offsetof(struct reply, line));
}

void reply_begin_http(struct reply *reply, struct reply_sample *sample, bool bodiless)
{
    begin(reply);
    reply->bodiless = bodiless;
    reply->sample = sample;
}

void reply_begin_echo(struct reply *reply, const char *sent, size_t length)
{
    begin(reply);
    reply->part = REPLY_BODY;
    reply->length = reply->expected_length = length;
    reply->expected = sent;
}

/* A line without its end, put together from its pieces; NULL: its end has not come. *used grows by
 * what was taken. */
static const char *next_line(struct reply *reply, const char *bytes, size_t length, size_t *used,
                             size_t *size)
{
    const char *line = bytes + *used;
    const char *newline = memchr(line, '\n', length - *used);
    *size = newline != NULL ? (size_t)(newline - line) : length - *used;
    *used += newline != NULL ? *size + 1 : *size;
    if (newline == NULL || reply->line_length > 0) {
        if (*size > REPLY_LINE_SIZE - reply->line_length)
            *size = REPLY_LINE_SIZE - reply->line_length;
        memcpy(reply->line + reply->line_length, line, *size);
        reply->line_length += *size;
        line = reply->line;
        *size = reply->line_length;
    }
    if (newline == NULL)
        return NULL;
    reply->line_length = 0;
    if (*size > REPLY_LINE_SIZE) /* the end of a line so long does not matter; but it is the same
                                  * whether the line came whole or in pieces */
        *size = REPLY_LINE_SIZE;
    if (*size > 0 && line[*size - 1] == '\r')
        (*size)--;
    return line;
}

static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1A; extension", RFC 9112 section 7.1 */
static bool read_chunk_size(struct reply *reply, const char *line, size_t size)
{
    size_t digits = 0;
    reply->length = 0;
    while (digits < size && digits < 15 && hexadecimal(line[digits]) >= 0)
        reply->length = reply->length * 16 + (uint64_t)hexadecimal(line[digits++]);
    char next = digits < size ? line[digits] : ';';
    return digits > 0 && (next == ';' || next == ' ' || next == '\t');
}

static enum reply_progress broken(struct reply *reply)
{
    reply_blame(reply, REPLY_WRONG_LENGTH);
    return REPLY_BROKEN;
}

static enum reply_progress read_line(struct reply *reply, const char *line, size_t size)
{
    switch (reply->part) {
    case REPLY_STATUS_LINE:
        reply->part = REPLY_FIELDS;
        return reply_head_status(reply, line, size) ? REPLY_MORE : REPLY_BROKEN;
    case REPLY_FIELDS:
        if (size == 0)
            return reply_head_end(reply);
        reply_head_field(reply, line, size);
        return REPLY_MORE;
    case REPLY_CHUNK_SIZE:
        if (!read_chunk_size(reply, line, size))
            return broken(reply);
        reply->part = reply->length > 0 ? REPLY_CHUNK : REPLY_TRAILER;
        return REPLY_MORE;
    case REPLY_CHUNK_END:
        reply->part = REPLY_CHUNK_SIZE;
        return size == 0 ? REPLY_MORE : broken(reply);
    default: /* the trailer: fields, and an empty line */
        return size == 0 ? REPLY_DONE : REPLY_MORE;
    }
}

/* Compares a piece of the body with what it should be; or learns. */
static void check(struct reply *reply, const char *bytes, size_t length)
{
    struct reply_sample *sample = reply->sample;
    if (reply->learning && length <= REPLY_SAMPLE_SIZE - sample->length) {
        memcpy(sample->bytes + sample->length, bytes, length);
        sample->length += length;
    } else {
        reply->learning = false;
    }
    if (reply->expected == NULL)
        return;
    if (length > reply->expected_length - reply->received ||
        memcmp(reply->expected + reply->received, bytes, length) != 0) {
        reply_blame(reply, REPLY_WRONG_BYTES);
        reply->expected = NULL;
    }
}

static enum reply_progress read_body(struct reply *reply, const char *bytes, size_t length)
{
    check(reply, bytes, length);
    reply->received += length;
    if (reply->to_the_end)
        return REPLY_MORE;
    reply->length -= length;
    if (reply->length > 0)
        return REPLY_MORE;
    if (reply->part == REPLY_BODY)
        return REPLY_DONE;
    reply->part = REPLY_CHUNK_END;
    return REPLY_MORE;
}

static void finish(struct reply *reply)
{
    if (reply->expected != NULL && reply->received != reply->expected_length)
        reply_blame(reply, REPLY_WRONG_BYTES);
    if (reply->learning && reply->fault == REPLY_RIGHT)
        reply->sample->known = true;
}

/* Only what begins and ends in one piece is learned from: of several replies that come piece by
 * piece at the same time, one sample could not be made. */
static void begin_piece(struct reply *reply)
{
    struct reply_sample *sample = reply->sample;
    reply->learning = false;
    if (sample == NULL || sample->any_body || reply->bodiless || reply->received > 0)
        return;
    if (sample->known) {
        reply->expected = sample->bytes;
        reply->expected_length = sample->length;
    } else {
        reply->learning = true;
        sample->length = 0;
    }
}

static bool is_new(const struct reply *reply)
{
    return reply->part == REPLY_STATUS_LINE && reply->line_length == 0 && reply->status == 0;
}

/* Whether these bytes are the last good reply again. */
static bool is_the_last(const struct reply *reply, const char *bytes, size_t length)
{
    const struct reply_sample *sample = reply->sample;
    return sample != NULL && length == sample->last_length && is_new(reply) &&
           memcmp(bytes, sample->last, length) == 0;
}

static void keep_as_last(const struct reply *reply, const char *bytes, size_t length)
{
    struct reply_sample *sample = reply->sample;
    if (sample == NULL || reply->fault != REPLY_RIGHT || length > REPLY_LAST_SIZE)
        return;
    memcpy(sample->last, bytes, length);
    sample->last_length = length;
    sample->last_closing = reply->closing;
}

enum reply_progress reply_read(struct reply *reply, const char *bytes, size_t length, size_t *used)
{
    enum reply_progress progress = REPLY_MORE;
    *used = 0;
    if (is_the_last(reply, bytes, length)) {
        *used = length;
        reply->closing = reply->sample->last_closing;
        return REPLY_DONE;
    }
    bool whole = is_new(reply);
    begin_piece(reply);
    while (progress == REPLY_MORE && *used < length) {
        size_t size;
        if (reply->part == REPLY_BODY || reply->part == REPLY_CHUNK) {
            size = length - *used;
            if (!reply->to_the_end && reply->length < size)
                size = (size_t)reply->length;
            progress = read_body(reply, bytes + *used, size);
            *used += size;
        } else {
            const char *line = next_line(reply, bytes, length, used, &size);
            if (line != NULL)
                progress = read_line(reply, line, size);
        }
    }
    if (progress == REPLY_DONE)
        finish(reply);
    if (progress == REPLY_DONE && whole)
        keep_as_last(reply, bytes, *used);
    return progress;
}

bool reply_end(struct reply *reply)
{
    if (reply->part != REPLY_BODY || !reply->to_the_end)
        return false;
    reply->learning = false;
    finish(reply);
    return true;
}
