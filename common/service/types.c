/* types.c - a table of file name endings, and a look at the first bytes where the ending says nothing. */
#include "types.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { LOOKED_AT = 4096 };

/* The octets that no text has, as browsers see it: mimesniff.spec.whatwg.org, "binary data byte". */
static bool is_text(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size && i < LOOKED_AT; i++) {
        unsigned char octet = (unsigned char)bytes[i];
        if (octet < ' ' && (octet == '\0' || strchr("\t\n\f\r\x1b", octet) == NULL))
            return false;
    }
    return true;
}

const char *type_of(const char *name, const char *bytes, size_t size)
{
    static const char *const types[][2] = {{"html", "text/html; charset=utf-8"},
                                           {"htm", "text/html; charset=utf-8"},
                                           {"css", "text/css; charset=utf-8"},
                                           {"js", "text/javascript; charset=utf-8"},
                                           {"mjs", "text/javascript; charset=utf-8"},
                                           {"txt", "text/plain; charset=utf-8"},
                                           {"md", "text/plain; charset=utf-8"},
                                           {"c", "text/plain; charset=utf-8"},
                                           {"h", "text/plain; charset=utf-8"},
                                           {"csv", "text/csv; charset=utf-8"},
                                           {"xml", "application/xml"}, /* it says its own charset */
                                           {"json", "application/json"},
                                           {"wasm", "application/wasm"},
                                           {"svg", "image/svg+xml"},
                                           {"png", "image/png"},
                                           {"jpg", "image/jpeg"},
                                           {"jpeg", "image/jpeg"},
                                           {"gif", "image/gif"},
                                           {"webp", "image/webp"},
                                           {"avif", "image/avif"},
                                           {"ico", "image/x-icon"},
                                           {"mp3", "audio/mpeg"},
                                           {"mp4", "video/mp4"},
                                           {"webm", "video/webm"},
                                           {"woff", "font/woff"},
                                           {"woff2", "font/woff2"},
                                           {"pdf", "application/pdf"}};
    const char *ending = strrchr(name, '.'); /* one with a "/" in it is none of the table */
    for (size_t i = 0; ending != NULL && i < sizeof types / sizeof types[0]; i++)
        if (strcasecmp(ending + 1, types[i][0]) == 0)
            return types[i][1];
    return is_text(bytes, size) ? "text/plain; charset=utf-8" : "application/octet-stream";
}
