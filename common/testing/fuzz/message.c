/* message.c - cuts HTTP text into lines, fields, list elements and numbers, and escapes it. */
#include "message.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

static struct text trimmed(struct text text)
{
    while (text.size > 0 && (text.at[0] == ' ' || text.at[0] == '\t')) {
        text.at++;
        text.size--;
    }
    while (text.size > 0 && (text.at[text.size - 1] == ' ' || text.at[text.size - 1] == '\t'))
        text.size--;
    return text;
}

bool message_line(struct text *rest, struct text *line)
{
    size_t i = 0;
    while (i < rest->size && (!iscntrl((unsigned char)rest->at[i]) || rest->at[i] == '\t'))
        i++;
    if (rest->size - i < 2 || rest->at[i] != '\r' || rest->at[i + 1] != '\n')
        return false;
    *line = (struct text){rest->at, i};
    rest->at += i + 2;
    rest->size -= i + 2;
    return true;
}

bool message_field(struct text line, struct text *name, struct text *value)
{
    size_t i = 0;
    while (i < line.size && line.at[i] != ':')
        i++;
    if (i == 0 || i == line.size)
        return false;
    *name = (struct text){line.at, i};
    *value = trimmed((struct text){line.at + i + 1, line.size - i - 1});
    for (i = 0; i < name->size; i++)
        if (!isgraph((unsigned char)name->at[i]) ||
            memchr("\"(),/:;<=>?@[\\]{}", name->at[i], 17) != NULL)
            return false;
    return true;
}

bool message_says(struct text text, const char *words)
{
    if (text.size != strlen(words))
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (tolower((unsigned char)text.at[i]) != tolower((unsigned char)words[i]))
            return false;
    return true;
}

bool message_element(struct text *rest, struct text *element)
{
    if (rest->at == NULL)
        return false;
    const char *comma = memchr(rest->at, ',', rest->size);
    size_t size = comma != NULL ? (size_t)(comma - rest->at) : rest->size;
    *element = trimmed((struct text){rest->at, size});
    rest->at = comma != NULL ? comma + 1 : NULL;
    rest->size -= comma != NULL ? size + 1 : size;
    return true;
}

long message_number(struct text digits)
{
    long number = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return -1;
        if (number < LONG_MAX / 100)
            number = number * 10 + digits.at[i] - '0';
    }
    return digits.size > 0 ? number : -1;
}

size_t message_find(struct text text, const char *part)
{
    size_t size = strlen(part);
    const char *at = text.at, *end = text.at + text.size;
    while (at < end && (at = memchr(at, part[0], (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) >= size && memcmp(at, part, size) == 0)
            return (size_t)(at - text.at);
        at++;
    }
    return text.size;
}

const char *message_escaped(struct text text)
{
    static char escaped[4 * 2048 + 32];
    size_t used = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (i == 2048) {
            snprintf(escaped + used, sizeof escaped - used, " ...");
            break;
        }
        if (c == '\r' || c == '\n')
            used += (size_t)sprintf(escaped + used, c == '\r' ? "\\r" : "\\n");
        else if (isprint(c) && c != '\\' && c != '"')
            used += (size_t)sprintf(escaped + used, "%c", c);
        else /* a status ends after three digits */
            used += (size_t)sprintf(escaped + used, "\\%03o", (unsigned)c);
    }
    if (text.size == 0)
        escaped[0] = '\0';
    return escaped;
}
