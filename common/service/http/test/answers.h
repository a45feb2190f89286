/*
 * answers.h - for tests: what the http service sent, read as strictly as a client may read it.
 *
 * ask() plays a whole conversation and reads all of the output as replies. A byte too many, a field
 * twice, a content longer or shorter than its Content-Length fails the test that asked: whatever a
 * test looks for, each of its replies keeps RFC 9110 section 2.2 (a sender "MUST NOT generate
 * protocol elements that do not match the grammar").
 */
#ifndef HTTP_ANSWERS_H
#define HTTP_ANSWERS_H

#include "common/service/http/fields.h"
#include "common/testing/fakes/service_fake.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>

struct answer {
    unsigned status;
    const char *head; /* its lines, without the empty one */
    size_t head_size;
    size_t content_size;
};

static struct replay played;
static struct answer answers[32];
static unsigned answered;

/* The length of a line of a head: visible characters and spaces, then CRLF, and nothing else. */
static inline size_t answer_line(const char *text, size_t size)
{
    size_t length = 0;
    while (length < size && text[length] >= ' ' && text[length] < 127)
        length++;
    bool ends = size - length >= 2 && text[length] == '\r' && text[length + 1] == '\n';
    cr_assert(ends, "no line of a head: %.80s", text);
    return length;
}

/* The value of a reply's field; "" if it has none. */
static inline char *answer_field(const struct answer *answer, const char *name)
{
    static char value[256];
    const char *end = answer->head + answer->head_size;
    const char *line = strchr(answer->head, '\n') + 1;
    for (; line < end; line = strchr(line, '\n') + 1) {
        size_t length = http_token_length(line, (size_t)(end - line));
        if (http_is_named(line, length, name)) {
            const char *from = line + length + 2;
            snprintf(value, sizeof value, "%.*s", (int)(strchr(from, '\r') - from), from);
            return value;
        }
    }
    value[0] = '\0';
    return value;
}

/* A field line is a name, a colon, one space and a value without white space at its ends; and no
 * line before it in this head has the same name. */
static inline void answer_check_field(const struct answer *answer, const char *line, size_t length)
{
    size_t name = http_token_length(line, length);
    bool formed = name > 0 && length > name + 2 && line[name] == ':' && line[name + 1] == ' ' &&
                  line[name + 2] != ' ' && line[length - 1] != ' ';
    cr_assert(formed, "no field line: %.*s", (int)length, line);
    for (const char *before = strchr(answer->head, '\n') + 1; before < line;
         before = strchr(before, '\n') + 1) {
        bool twice = strncmp(before, line, name + 1) == 0;
        cr_assert(not(twice), "a field twice: %.*s", (int)length, line);
    }
}

/* Reads one reply to GET (or HEAD) from the output. Returns its size. */
static inline size_t answer_read(struct answer *answer, const char *text, size_t size, bool head)
{
    int read = 0;
    size_t length = answer_line(text, size);
    sscanf(text, "HTTP/1.1 %3u %n", &answer->status, &read);
    cr_assert(eq(int, read, 13), "no status line: %.*s", (int)length, text);
    answer->head = text;
    answer->head_size = length + 2;
    while ((length = answer_line(text + answer->head_size, size - answer->head_size)) > 0) {
        answer_check_field(answer, text + answer->head_size, length);
        answer->head_size += length + 2;
    }
    answer->content_size = 0;
    if (!head && answer->status != 304)
        answer->content_size = strtoul(answer_field(answer, "Content-Length"), NULL, 10);
    bool whole = answer->head_size + 2 + answer->content_size <= size;
    cr_assert(whole, "content shorter than its length: %.80s", text);
    return answer->head_size + 2 + answer->content_size;
}

/* The peer sends `first` bytes, then `step` at a time. All its requests are GET, or (head) HEAD. */
static inline void ask_in_pieces(const char *bytes, size_t size, size_t first, size_t step,
                                 bool head)
{
    replay(&played, &http_service, bytes, size, first, step, false);
    cr_assert(lt(sz, played.size, sizeof played.output));
    played.output[played.size] = '\0';
    answered = 0;
    for (size_t at = 0; at < played.size; answered++) {
        cr_assert(lt(uint, answered, sizeof answers / sizeof answers[0]));
        at += answer_read(&answers[answered], played.output + at, played.size - at, head);
    }
}

static inline void ask_bytes(const char *bytes, size_t size)
{
    ask_in_pieces(bytes, size, size, size, false);
}

static inline void ask(const char *text)
{
    ask_bytes(text, strlen(text));
}

static inline void ask_head(const char *text)
{
    ask_in_pieces(text, strlen(text), strlen(text), 1, true);
}

/* The status codes of all replies, as "200 404 ". */
static inline char *answer_statuses(void)
{
    static char text[256];
    text[0] = '\0';
    for (unsigned i = 0; i < answered; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%u ", answers[i].status);
    return text;
}

/* Asks, and expects these replies, as "200 404 ". */
static inline void expect_answers(const char *text, const char *statuses)
{
    ask(text);
    cr_assert(eq(str, answer_statuses(), (char *)statuses), "%.200s", text);
}

/* Each text of a list, ended by NULL, gets this one reply with this field's value (if given). */
static inline void expect_each_answer(const char *const *texts, const char *statuses,
                                      const char *field, const char *value)
{
    for (; *texts != NULL; texts++) {
        expect_answers(*texts, statuses);
        if (field != NULL)
            cr_assert(eq(str, answer_field(&answers[0], field), (char *)value), "%.200s", *texts);
    }
}

/* The last reply says that the connection ends, and it does, although the peer may be sending. */
static inline void expect_end(const char *text)
{
    char *connection = answer_field(&answers[answered - 1], "Connection");
    cr_assert(eq(str, connection, "close"), "%.200s", text);
    cr_assert(played.unread, "%.200s", text);
}

#endif
