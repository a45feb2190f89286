/* words.c - splits a text at white space, except inside quotes and after a backslash. */
#include "words.h"

#include <stdbool.h>
#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* Copies what is between quotes. Returns where the quotes end; NULL: they do not. */
static const char *copy_quoted(const char *from, char **to)
{
    char quote = *from++;
    for (; *from != quote; from++) {
        if (*from == '\0')
            return NULL;
        if (quote == '"' && *from == '\\' && from[1] != '\0' && strchr("\"\\$`", from[1]) != NULL)
            from++;
        *(*to)++ = *from;
    }
    return from + 1;
}

/* Copies one word. Returns where it ends; NULL: a quote in it is not closed. */
static const char *copy_word(const char *from, char **to)
{
    while (*from != '\0' && !is_space(*from)) {
        if (*from == '\'' || *from == '"') {
            from = copy_quoted(from, to);
            if (from == NULL)
                return NULL;
            continue;
        }
        if (*from == '\\' && from[1] != '\0')
            from++;
        *(*to)++ = *from++;
    }
    return from;
}

int words_split(const char *text, char *memory, char *words[], int most, const char **wrong,
                const char **word)
{
    int count = 0;
    for (;;) {
        while (is_space(*text))
            text++;
        if (*text == '\0')
            break;
        *word = text;
        *wrong = "one word too many";
        if (count == most)
            return -1;
        words[count++] = memory;
        text = copy_word(text, &memory);
        *wrong = "a quote that is not closed";
        if (text == NULL)
            return -1;
        *memory++ = '\0';
    }
    words[count] = NULL;
    return count;
}
