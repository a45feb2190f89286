/* timeline.c - see timeline.h. */
#include "timeline.h"

#include <stdlib.h>

void timeline_add(struct timeline *timeline, const struct timeline_row *row)
{
    if (timeline->count == timeline->room) {
        size_t room = timeline->room == 0 ? 1024 : 2 * timeline->room;
        struct timeline_row *rows = realloc(timeline->rows, room * sizeof *rows);
        if (rows == NULL) {
            timeline->lost++;
            return;
        }
        timeline->rows = rows;
        timeline->room = room;
    }
    timeline->rows[timeline->count++] = *row;
}

void timeline_write_names(FILE *file)
{
    fprintf(file, "client,kind,request,scheduled_us,connected_us,sent_us,first_byte_us,done_us,"
                  "outcome\n");
}

static void write_time(FILE *file, int64_t time, int64_t origin)
{
    if (time != 0)
        fprintf(file, "%.1f", (double)(time - origin) / 1000);
    fputc(',', file);
}

void timeline_write(const struct timeline *timeline, FILE *file, int64_t origin)
{
    for (size_t i = 0; i < timeline->count; i++) {
        const struct timeline_row *row = &timeline->rows[i];
        fprintf(file, "%u,%s,%lu,", row->client, row->slow ? "slow" : "load", row->request);
        write_time(file, row->scheduled, origin);
        write_time(file, row->connected, origin);
        write_time(file, row->sent, origin);
        write_time(file, row->first_byte, origin);
        write_time(file, row->done, origin);
        fprintf(file, "%s\n", row->outcome);
    }
}
