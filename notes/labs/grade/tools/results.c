/*
 * results.c - writes the grader's results as Gradescope's results.json, and any bytes as text for a terminal.
 *
 * A student's program can send any bytes, and the messages quote them. None of these bytes may break the JSON (RFC 8259
 * section 7), its encoding (UTF-8, section 8.1), or the reader's terminal. This is a program in C because every machine
 * that grades has a C compiler; python3 or jq may be missing.
 *
 * usage: results text                    standard input as UTF-8 in which nothing but line feeds controls
 *        results line                    the same without line feeds: for a name
 *        results gradescope OUT [FIGURE] from OUT/results.tsv (verdict, points, most points, name; by tabs) and
 *                                        OUT/1.why, OUT/2.why, ...: what is said of each
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum form { TEXT, LINE, JSON };

/* How many bytes this UTF-8 character has (RFC 3629 section 4); 0: the bytes are not UTF-8. */
static size_t utf8_length(const unsigned char *at, size_t left)
{
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (length == 0 || length > left || at[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    /* a longer form than needed, a surrogate, or beyond U+10FFFF */
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
        (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
        return 0;
    return length;
}

/* Whether a character controls a terminal: C0, DEL, or C1 (U+0080 to U+009F). */
static bool controls(const unsigned char *at, size_t length)
{
    return at[0] < 0x20 || at[0] == 0x7f || (length == 2 && at[0] == 0xc2 && at[1] < 0xa0);
}

static void put(const unsigned char *bytes, size_t size, enum form form)
{
    for (size_t i = 0; i < size;) {
        size_t length = utf8_length(bytes + i, size - i);
        if (bytes[i] == '\n' && form == TEXT)
            putchar('\n');
        else if (bytes[i] == '\n')
            fputs("\\n", stdout);
        else if (bytes[i] == '\t' && form != LINE)
            fputs("    ", stdout);
        else if (length == 0 || controls(bytes + i, length))
            printf("%s\\x%02x", form == JSON ? "\\" : "", bytes[i]); /* as in a transcript */
        else if (form == JSON && (bytes[i] == '"' || bytes[i] == '\\'))
            printf("\\%c", bytes[i]);
        else
            fwrite(bytes + i, 1, length, stdout);
        i += length > 1 && !controls(bytes + i, length) ? length : 1;
    }
}

/* Reads a whole file; nothing if it does not exist. */
static unsigned char *read_all(FILE *file, size_t *size)
{
    unsigned char *bytes = NULL;
    size_t got = 1;
    for (*size = 0; file != NULL && got > 0; *size += got) {
        bytes = realloc(bytes, *size + 65536);
        if (bytes == NULL)
            exit(2);
        got = fread(bytes + *size, 1, 65536, file);
    }
    return bytes;
}

static void put_json(const char *text)
{
    putchar('"');
    put((const unsigned char *)text, strlen(text), JSON);
    putchar('"');
}

static void put_why(const char *out, int number)
{
    char path[4096];
    size_t size;
    snprintf(path, sizeof path, "%s/%d.why", out, number);
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = read_all(file, &size);
    putchar('"');
    put(bytes, size, JSON);
    putchar('"');
    free(bytes);
    if (file != NULL)
        fclose(file);
}

/* https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
static int gradescope(const char *out, const char *figure)
{
    char path[4096], line[4096], verdict[32], name[2048];
    int got, most, number = 0;
    snprintf(path, sizeof path, "%s/results.tsv", out);
    FILE *results = fopen(path, "r");
    if (results == NULL)
        return 2;
    fputs("{\n  \"stdout_visibility\": \"visible\",\n  \"tests\": [", stdout);
    while (fgets(line, sizeof line, results) != NULL) {
        if (sscanf(line, "%31[^\t]\t%d\t%d\t%2047[^\n]", verdict, &got, &most, name) != 4)
            return 2;
        bool skipped = strcmp(verdict, "skipped") == 0;
        printf("%s\n    {\"name\": ", number++ > 0 ? "," : "");
        put_json(name);
        printf(", \"score\": %d, \"max_score\": %d, \"output\": ", got, skipped ? 0 : most);
        put_why(out, number);
        putchar('}');
    }
    fputs("\n  ]", stdout);
    if (figure != NULL && figure[0] != '\0')
        printf(",\n  \"leaderboard\": [{\"name\": \"Requests a second\", \"value\": %ld}]",
               strtol(figure, NULL, 10));
    fputs("\n}\n", stdout);
    fclose(results);
    return 0;
}

int main(int argc, char *argv[])
{
    int status = 0;
    if (argc >= 3 && strcmp(argv[1], "gradescope") == 0)
        status = gradescope(argv[2], argc > 3 ? argv[3] : NULL);
    else if (argc == 2 && (strcmp(argv[1], "text") == 0 || strcmp(argv[1], "line") == 0)) {
        size_t size;
        unsigned char *bytes = read_all(stdin, &size);
        put(bytes, size, argv[1][0] == 't' ? TEXT : LINE);
        free(bytes);
    } else
        return 2;
    return fflush(stdout) == 0 && !ferror(stdout) ? status : 2;
}
