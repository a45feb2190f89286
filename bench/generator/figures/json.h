/*
 * json.h - strings as JSON wants them (RFC 8259 section 7), whatever bytes are in them.
 */
#ifndef JSON_H
#define JSON_H

#include <stdio.h>

/* Writes the text in double quotes; NULL: null. Bytes that are no UTF-8 become U+FFFD. */
void json_write_string(FILE *file, const char *text);

#endif
