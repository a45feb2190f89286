/*
 * capture.h - what a function writes to standard output or standard error, as a text.
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include <stdio.h>
#include <unistd.h>

/* Sends a stream into a new file, and back to where it led before. */
static inline FILE *divert(FILE *stream, int *before)
{
    FILE *file = tmpfile();
    fflush(stream);
    *before = dup(fileno(stream));
    dup2(fileno(file), fileno(stream));
    return file;
}

static inline void lead_back(FILE *stream, int before, FILE *file, char *text, size_t size)
{
    fflush(stream);
    dup2(before, fileno(stream));
    close(before);
    rewind(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

#endif
