/*
 * message.h - the parts of an HTTP message, for a test: plain and strict, one line at a time.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* A part of something longer. */
struct text {
    const char *at;
    size_t size;
};

/* Takes the first line off, without its CRLF. False if there is none, or a control character in it
 * (a bare CR or LF, a NUL; a tab is none). */
bool message_line(struct text *rest, struct text *line);

/* Takes a field line apart; the value without white space around it. False if it is none. */
bool message_field(struct text line, struct text *name, struct text *value);

/* Whether it says just that, in capitals or not. */
bool message_says(struct text text, const char *words);

/* Takes the next element off a list, at commas, without white space around it; it may be empty. */
bool message_element(struct text *rest, struct text *element);

/* A number of digits alone, or -1. A very large one is some large one. */
long message_number(struct text digits);

/* Where a part begins in a text, or its size if it does not. */
size_t message_find(struct text text, const char *part);

/* The text as it would stand in a string of C, at most 2048 characters of it. Good until the next
 * call. */
const char *message_escaped(struct text text);

#endif
