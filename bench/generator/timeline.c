/* timeline.c - a growing array with one row for each request, and the code that writes it as CSV. */
#include "timeline.h"

#include "common/socket/clock.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

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

void timeline_note_local(struct timeline_row *row, int descriptor)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (getsockname(descriptor, (struct sockaddr *)&address, &length) == 0)
        address_format((struct sockaddr *)&address, length, row->local);
}

void timeline_write_names(FILE *file)
{
    fprintf(file, "client,kind,request,scheduled_us,connected_us,sent_us,first_byte_us,done_us,"
                  "outcome,local,due_unix_s\n");
}

static void write_time(FILE *file, int64_t time, int64_t origin)
{
    if (time != 0)
        fprintf(file, "%.1f", (double)(time - origin) / 1000);
    fputc(',', file);
}

/* What the wall clock says, less what clock_now() says. */
static int64_t wall_clock_offset(void)
{
    struct timespec wall;
    clock_gettime(CLOCK_REALTIME, &wall);
    return (int64_t)wall.tv_sec * NANOSECONDS + wall.tv_nsec - clock_now();
}

void timeline_write(const struct timeline *timeline, FILE *file, int64_t origin)
{
    int64_t offset = wall_clock_offset();
    for (size_t i = 0; i < timeline->count; i++) {
        const struct timeline_row *row = &timeline->rows[i];
        fprintf(file, "%u,%s,%lu,", row->client, row->kind, row->request);
        write_time(file, row->scheduled, origin);
        write_time(file, row->connected, origin);
        write_time(file, row->sent, origin);
        write_time(file, row->first_byte, origin);
        write_time(file, row->done, origin);
        int64_t wall = (row->scheduled + offset) / 1000;
        fprintf(file, "%s,%s,%" PRId64 ".%06" PRId64 "\n", row->outcome, row->local, wall / 1000000,
                wall % 1000000);
    }
}
