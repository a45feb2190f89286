/* json.c - writes a string in quotes, with escapes, and replaces bytes that are not UTF-8. */
#include "json.h"

#include <stddef.h>

/* How many bytes the character at `text` has, if it is UTF-8 (RFC 3629 section 4); or 0. */
static size_t utf8_length(const unsigned char *text)
{
    /* The second byte's range keeps out what could be shorter, surrogates, and beyond U+10FFFF. */
    unsigned char first = text[0], least = 0x80, most = 0xbf;
    size_t length;
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        length = 2;
    else if (first >= 0xe0 && first <= 0xef)
        length = 3;
    else if (first >= 0xf0 && first <= 0xf4)
        length = 4;
    else
        return 0;
    if (first == 0xe0)
        least = 0xa0;
    if (first == 0xed)
        most = 0x9f;
    if (first == 0xf0)
        least = 0x90;
    if (first == 0xf4)
        most = 0x8f;
    if (text[1] < least || text[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (text[i] < 0x80 || text[i] > 0xbf)
            return 0;
    return length;
}

void json_write_string(FILE *file, const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (text == NULL) {
        fputs("null", file);
        return;
    }
    putc('"', file);
    while (*byte != '\0') {
        size_t length = utf8_length(byte);
        if (length == 0)
            fputs("\\ufffd", file);
        else if (*byte < ' ' || *byte == 0x7f)
            fprintf(file, "\\u%04x", (unsigned)*byte);
        else if (*byte == '"' || *byte == '\\')
            fprintf(file, "\\%c", *byte);
        else
            fwrite(byte, 1, length, file);
        byte += length > 0 ? length : 1;
    }
    putc('"', file);
}
