/*
 * message.h - the parts of an HTTP message, for a test: plain and strict, one line at a time.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* A part of a longer text. */
struct text {
    const char *at;
    size_t size;
};

/* Takes the first line off, without its CRLF. False if there is no line, or if it contains a control
 * character (a bare CR or LF, a NUL; a tab is allowed). */
bool message_line(struct text *rest, struct text *line);

/* Splits a field line; the value has no white space around it. False if it is not a field line. */
bool message_field(struct text line, struct text *name, struct text *value);

/* Whether the part is this text, in upper or lower case. */
bool message_says(struct text text, const char *words);

/* Takes the next element off a list with commas, without white space around it; it may be empty. */
bool message_element(struct text *rest, struct text *element);

/* The value of a text that is only digits, else -1. A very large number becomes some large number. */
long message_number(struct text digits);

/* Where `part` begins in the text; the text's size if it is not in it. */
size_t message_find(struct text text, const char *part);

/* The text as a string literal of C, at most 2048 characters. Valid until the next call. */
const char *message_escaped(struct text text);

#endif
