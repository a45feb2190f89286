/* print.c - a schedule as lanes: a column for each thread, a row for each step, and beside it the line of the source. */
#include "schedule.h"

#include <stdio.h>
#include <string.h>

enum { LINE_SIZE = 200 }; /* of which 30 characters are shown */

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

void schedule_print(const struct schedule *s, const struct scenario *scenario)
{
    int width[MOST_THREADS], state = (int)strlen(scenario->shown == NULL ? "" : scenario->shown);
    char line[LINE_SIZE];

    for (int i = 0; i < s->thread_count; i++)
        width[i] = (int)strlen(s->names[i]);
    for (int i = 0; i < s->step_count; i++) {
        width[s->steps[i].thread] =
            greater(width[s->steps[i].thread], (int)strlen(s->steps[i].what));
        state = greater(state, (int)strlen(s->steps[i].shown));
    }
    printf("step");
    for (int i = 0; i < s->thread_count; i++)
        printf("  %-*s", width[i], s->names[i]);
    if (state > 0)
        printf("  %-*s", state, scenario->shown == NULL ? "" : scenario->shown);
    puts("  source");
    for (int i = 0; i < s->step_count; i++) {
        const struct step *step = &s->steps[i];
        const char *file = step->file == NULL ? NULL : strrchr(step->file, '/');
        printf("%4d", i + 1);
        for (int j = 0; j < s->thread_count; j++)
            printf("  %-*s", width[j], j == step->thread ? step->what : "");
        if (state > 0)
            printf("  %-*s", state, step->shown);
        source_line(step->file, step->line, line);
        if (step->file != NULL)
            printf("  %s:%d %.30s", file == NULL ? step->file : file + 1, step->line, line);
        putchar('\n');
    }
}
