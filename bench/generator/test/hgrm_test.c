/* hgrm_test.c - the curve of latencies in the form that plotters of HdrHistogram's files read. */
#include "bench/generator/figures/hgrm.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

TestSuite(hgrm, .timeout = 10);

static struct histogram histogram;
static char text[65536];

struct line {
    double value, percentile, count, inverse;
};

static void write_text(void)
{
    FILE *file = fmemopen(text, sizeof text, "w");
    cr_assert(file != NULL);
    hgrm_write(file, &histogram);
    fclose(file);
}

/* The lines with four numbers: those are what plotters draw. Returns how many. */
static int read_lines(struct line lines[], int most)
{
    int count = 0;
    for (const char *at = text; at != NULL && *at != '\0';
         at = strchr(at, '\n'), at += at != NULL) {
        struct line line;
        char rest[8];
        if (*at == '#' || *at == '\n' ||
            sscanf(at, " %lf %lf %lf %lf%7[ a-z]", &line.value, &line.percentile, &line.count,
                   &line.inverse, rest) != 4)
            continue;
        cr_assert(lt(int, count, most));
        lines[count++] = line;
    }
    return count;
}

static void expect_footer(const char *name, double value)
{
    const char *at = strstr(text, name);
    cr_assert(at != NULL, "%s is not in:\n%s", name, text);
    double found = atof(at + strlen(name));
    cr_assert(found > 0.99 * value && found < 1.01 * value, "%s%g, and not %g", name, found, value);
}

Test(hgrm, it_has_the_head_and_the_foot_of_such_a_file)
{
    for (int i = 1; i <= 1000; i++)
        histogram_record(&histogram, i * 1000000);
    write_text();
    cr_assert(strncmp(text, "       Value     Percentile TotalCount 1/(1-Percentile)\n\n", 56) == 0,
              "%s", text);
    expect_footer("#[Mean    = ", 500.5);
    expect_footer("StdDeviation   = ", 288.7);
    expect_footer("#[Max     = ", 1000);
    expect_footer("Total count    = ", 1000);
    cr_assert(strstr(text, "\n 1000.000000 1.000000000000       1000\n#[Mean") != NULL, "%s", text);
}

Test(hgrm, each_line_is_a_percentile_and_they_are_closer_together_near_the_end)
{
    struct line lines[512];
    for (int i = 1; i <= 100000; i++) /* a long tail: from 10 µs to a second */
        histogram_record(&histogram, 1000000000 / i);
    write_text();
    int count = read_lines(lines, 512);
    cr_assert(count > 60, "%d lines", count);
    for (int i = 0; i < count; i++) {
        double percent = 100 * lines[i].percentile;
        double exact = (double)histogram_percentile(&histogram, percent) / 1e6;
        cr_assert(lines[i].value > 0.98 * exact && lines[i].value < 1.02 * exact + 0.002,
                  "p%g is %g, and not %g", percent, lines[i].value, exact);
        cr_assert(lines[i].count >= percent / 100 * 100000 - 1);
        double inverse = 1 / (1 - lines[i].percentile);
        cr_assert(lines[i].inverse > 0.98 * inverse - 0.01 && lines[i].inverse < 1.02 * inverse);
        cr_assert(i == 0 || (lines[i].percentile > lines[i - 1].percentile &&
                             lines[i].value >= lines[i - 1].value));
    }
    cr_assert(eq(dbl, lines[1].percentile, 0.1));
    cr_assert(eq(dbl, lines[5].percentile, 0.5));
    cr_assert(eq(dbl, lines[6].percentile, 0.55));
    cr_assert(lines[count - 1].percentile > 0.9999);
}

Test(hgrm, one_value_and_none_at_all_are_written_too)
{
    struct line lines[8];
    write_text();
    cr_assert(eq(int, read_lines(lines, 8), 0));
    cr_assert(strstr(text, "Total count    =            0]") != NULL, "%s", text);
    cr_assert(strstr(text, "nan") == NULL && strstr(text, "inf") == NULL, "%s", text);
    histogram_record(&histogram, 5000000);
    write_text();
    cr_assert(eq(int, read_lines(lines, 8), 1));
    cr_assert(eq(dbl, lines[0].value, 5));
}

Test(hgrm, lower_bounds_are_said_to_be_some)
{
    histogram_record(&histogram, 1000000);
    write_text();
    cr_assert(strstr(text, "At least") == NULL, "%s", text);
    histogram_record_at_least(&histogram, 7000000);
    write_text();
    expect_footer("#[At least: from ", 7);
}
