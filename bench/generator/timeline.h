/*
 * timeline.h - every single request, and when it got how far: what the percentiles leave out.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include "common/socket/address.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Times as clock_now() tells them; 0: it did not get that far. */
struct timeline_row {
    unsigned client;       /* from 1 */
    const char *kind;      /* "load", "slow" or "idle" */
    unsigned long request; /* its number on its connection, from 1; 0: an idle client sends none */
    int64_t scheduled;     /* when it was due; its latency counts from here */
    int64_t connected, sent, first_byte, done;
    const char *outcome;           /* "good", "unfinished", "idle", or the failure's name */
    char local[ADDRESS_TEXT_SIZE]; /* the client's own address and port */
};

/* One thread's. All zero is an empty one. */
struct timeline {
    struct timeline_row *rows;
    size_t count, room;
    size_t lost; /* rows for which there was no memory */
};

void timeline_add(struct timeline *timeline, const struct timeline_row *row);

/* Notes a connection's own address, which is the client's name in every other recording. */
void timeline_note_local(struct timeline_row *row, int descriptor);

/* Writes the names of the columns. */
void timeline_write_names(FILE *file);

/* Writes a line for each row, in microseconds since `origin`, empty where it did not happen; and when
 * it was due by the wall clock, to compare with other recordings (strace -ttt, tcpdump -tt). */
void timeline_write(const struct timeline *timeline, FILE *file, int64_t origin);

#endif
