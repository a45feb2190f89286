/* print.c - a schedule as lanes: a column for each thread, a row for each step, and beside it the line of the source. */
#include "schedule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 200 };

/* The n-th line of the file, without the blanks around it; "" if there is none. */
static void source_line(const char *file, int n, char line[LINE_SIZE])
{
    char text[LINE_SIZE] = "";
    FILE *source = file == NULL ? NULL : fopen(file, "r");
    line[0] = '\0';
    if (source == NULL)
        return;
    for (int i = 0; i < n && fgets(text, sizeof text, source) != NULL;)
        i += strchr(text, '\n') != NULL;
    fclose(source);
    snprintf(line, LINE_SIZE, "%s", text + strspn(text, " \t"));
    line[strcspn(line, "\n")] = '\0';
}

static int greater(int one, int other)
{
    return one > other ? one : other;
}

/* What is left of a row of COLUMNS characters, where the environment has that; else there is room for any source line. */
static int room(int used)
{
    const char *columns = getenv("COLUMNS");
    int left = columns == NULL ? LINE_SIZE : atoi(columns) - used;
    return left > 0 ? left : 0;
}

static bool same(const struct step *one, const struct step *other)
{
    return one->thread == other->thread && one->line == other->line &&
           strcmp(one->what, other->what) == 0 && strcmp(one->shown, other->shown) == 0;
}

/* Where the schedule begins to do the same few steps again and again, for the second time; else its end. A livelock does. */
static int repeats_from(const struct schedule *s, int *period)
{
    for (*period = 1; *period <= 2 * MOST_THREADS; ++*period) {
        int i = s->step_count;
        while (i > *period && same(&s->steps[i - 1], &s->steps[i - 1 - *period]))
            i--;
        if (s->step_count - i > 3 * *period)
            return i;
    }
    return s->step_count;
}

void schedule_print(const struct schedule *s, const struct scenario *scenario)
{
    const char *shown = scenario->shown == NULL ? "" : scenario->shown;
    int width[MOST_THREADS], state = (int)strlen(shown);
    char line[LINE_SIZE];
    int period, end = repeats_from(s, &period);
    bool deviates = false;

    for (int i = 0; i < s->thread_count; i++)
        width[i] = (int)strlen(s->names[i]);
    for (int i = 0; i < s->step_count; i++) {
        int *column = &width[s->steps[i].thread];
        *column = greater(*column, (int)strlen(s->steps[i].what));
        state = greater(state, (int)strlen(s->steps[i].shown));
    }
    printf("step");
    for (int i = 0; i < s->thread_count; i++)
        printf("  %-*s", width[i], s->names[i]);
    printf("  %-*s  source\n", state, shown);
    for (int i = 0; i < end; i++) {
        const struct step *step = &s->steps[i];
        const char *path = step->file == NO_FILE ? NULL : s->files[step->file];
        const char *file = path == NULL ? NULL : strrchr(path, '/');
        int used = printf("%3d%c", i + 1, step->deviates ? '*' : ' ');
        deviates = deviates || step->deviates;
        for (int j = 0; j < s->thread_count; j++)
            used += printf("  %-*s", width[j], j == step->thread ? step->what : "");
        if (path != NULL) {
            used += printf("  %-*s  %s:%d ", state, step->shown, file == NULL ? path : file + 1,
                           step->line);
            source_line(path, step->line, line);
            printf("%.*s\n", room(used), line);
        } else
            printf("  %s\n", step->shown);
    }
    if (end < s->step_count)
        printf("Steps %d to %d: the last %d step%s again and again.\n", end + 1, s->step_count,
               period, period == 1 ? "" : "s");
    if (deviates)
        puts("*: a deviation, not the scheduler's usual choice.");
}
