/*
 * types.h - which Content-Type a file has, so that a browser shows it rather than saves it.
 */
#ifndef TYPES_H
#define TYPES_H

#include <stddef.h>

/* The media type of a file, by the ending of its name, in capitals or not. If the ending is unknown:
 * "text/plain" if the first bytes are text. Returns a string constant. */
const char *type_of(const char *name, const char *bytes, size_t size);

#endif
