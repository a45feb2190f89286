/*
 * timeline.h - every single request, and when it got how far: what the percentiles leave out.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Times as clock_now() tells them; 0: it did not get that far. */
struct timeline_row {
    unsigned client; /* from 1 */
    bool slow;
    unsigned long request; /* the how-manieth on its connection */
    int64_t scheduled;     /* when it was due; its latency counts from here */
    int64_t connected, sent, first_byte, done;
    const char *outcome; /* "good", "unfinished", or the failure's name */
};

/* One thread's. All zero is an empty one. */
struct timeline {
    struct timeline_row *rows;
    size_t count, room;
    size_t lost; /* rows for which there was no memory */
};

void timeline_add(struct timeline *timeline, const struct timeline_row *row);

/* Writes the names of the columns. */
void timeline_write_names(FILE *file);

/* Writes a line for each row, in microseconds since `origin`, empty where it did not happen. */
void timeline_write(const struct timeline *timeline, FILE *file, int64_t origin);

#endif
