/* results.h - for tests of the report: a results.csv in a folder of its own, and what is made of it. */
#ifndef RESULTS_H
#define RESULTS_H

#include "bench/generator/test/load_program.h"

static char folder[64], command[2048], text[16384];

static void write_results(const char *rows)
{
    struct outcome header;
    char path[128];
    load_run(&header, ARGUMENTS("--csv-header"));
    strcpy(folder, "build/findings-XXXXXX");
    cr_assert(ne(ptr, mkdtemp(folder), NULL));
    snprintf(command, sizeof command, "mkdir %s/data", folder);
    cr_assert(eq(int, system(command), 0));
    snprintf(path, sizeof path, "%s/results.csv", folder);
    FILE *file = fopen(path, "w");
    cr_assert(ne(ptr, file, NULL));
    /* Only the columns that are looked at: they are found by name. */
    fprintf(
        file,
        "experiment,server,x,repeat,clean,requests_per_s,p50_us,p99_us,server_cpu_us_per_request,"
        "server_pss_kib,unserved,failures,server_peak_kib,server_processes,server_threads,"
        "server_cpu_s,load_busy,at_least_from_us,p999_us,latencies\n%s",
        rows);
    cr_assert(eq(int, fclose(file), 0));
    /* Each of them is one that bench/load prints. */
    const char *const names[] = {"requests_per_s",   "p50_us",          "p99_us",
                                 "unserved",         "server_pss_kib",  "server_cpu_us_per_request",
                                 "load_busy",        "server_peak_kib", "server_processes",
                                 "server_threads",   "server_cpu_s",    "failures",
                                 "at_least_from_us", "p999_us",         "latencies"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        cr_assert(ne(ptr, strstr(header.output, names[i]), NULL), "%s", names[i]);
}

/* Runs summarise.awk, and leaves in `text` what it printed, the report's chapter and the plots. */
static void summarise_with(const char *plots, const char *more, const char *predicted)
{
    snprintf(command, sizeof command,
             "cd %s && printf '%s' >data/predicted && R=../../bench/report && awk -v experiment=e "
             "-v title=Title -v done=Done. -v why=Because. -v x_label=clients -v x_noun=clients "
             "-v plots='%s' -v seconds=1 -v predicted=data/predicted %s -f $R/medians.awk -f "
             "$R/findings.awk -f $R/predictions.awk -f $R/labels.awk -f $R/plots.awk -f "
             "$R/curve.awk -f $R/summarise.awk results.csv 2>&1; cat data/*.part 2>/dev/null; cat "
             "data/*.gp "
             "data/*.dat; cd ../..; rm -r %s",
             folder, predicted, plots, more, folder);
    FILE *output = popen(command, "r");
    cr_assert(ne(ptr, output, NULL));
    size_t size = fread(text, 1, sizeof text - 1, output);
    text[size] = '\0';
    cr_assert(eq(int, pclose(output), 0), "%s", text);
}

static inline void summarise(const char *plots)
{
    summarise_with(plots, "", "");
}

static void expect(const char *words)
{
    cr_assert(ne(ptr, strstr(text, words), NULL), "'%s' is not in:\n%s", words, text);
}

static inline void expect_not(const char *words)
{
    cr_assert(eq(ptr, strstr(text, words), NULL), "'%s' is in:\n%s", words, text);
}

#endif
