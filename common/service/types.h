/*
 * types.h - which Content-Type a file has, so that a browser shows it rather than saves it.
 */
#ifndef TYPES_H
#define TYPES_H

#include <stddef.h>

/* The media type of a file: by the ending of its name, in capitals or not; where the ending says
 * nothing, "text/plain" if its first bytes are text. Returns a string that stays. */
const char *type_of(const char *name, const char *bytes, size_t size);

#endif
