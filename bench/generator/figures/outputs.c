/* outputs.c - opens, writes and closes the output files, and chooses the form for standard output. */
#include "outputs.h"

#include "bench/generator/command/complain.h"
#include "hgrm.h"
#include "report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static FILE *timeline_file, *percentiles_file;
static bool written; /* the figures, to standard output */

static bool open_file(const char *option, const char *name, FILE **file)
{
    if (name == NULL || (*file = fopen(name, "w")) != NULL)
        return true;
    load_complain("--%s: cannot write '%s': %s", option, name, strerror(errno));
    return false;
}

static int close_file(const char *option, const char *name, FILE *file)
{
    bool good = !ferror(file);
    if (fclose(file) == 0 && good)
        return 0;
    return load_complain("--%s: cannot write '%s': %s", option, name, strerror(errno));
}

int outputs_open(const struct load_options *options)
{
    return open_file("timeline", options->timeline, &timeline_file) &&
                   open_file("percentiles", options->percentiles, &percentiles_file)
               ? 0
               : 1;
}

static int write_timeline(const struct load_options *options, const struct results *results)
{
    size_t lost = 0;
    timeline_write_names(timeline_file);
    for (unsigned i = 0; i < options->threads; i++) {
        timeline_write(&results->timelines[i], timeline_file, results->origin);
        lost += results->timelines[i].lost;
    }
    int status = close_file("timeline", options->timeline, timeline_file);
    if (lost > 0)
        status = load_complain("--timeline: there was no memory for %lu of the requests",
                               (unsigned long)lost);
    return status;
}

static int write_percentiles(const struct load_options *options, const struct results *results)
{
    const struct figures *figures = options->connections > 0 ? &results->load : &results->slow;
    hgrm_write(percentiles_file, &figures->latency);
    return close_file("percentiles", options->percentiles, percentiles_file);
}

static bool has_succeeded(const struct results *results)
{
    return results->load.good + results->load.completed + results->slow.completed > 0;
}

int outputs_write(const struct load_options *options, const struct results *results)
{
    const struct figures *load = &results->load, *slow = &results->slow;
    int status = 0;
    if (timeline_file != NULL && write_timeline(options, results) != 0)
        status = 1;
    if (percentiles_file != NULL && write_percentiles(options, results) != 0)
        status = 1;
    if (!has_succeeded(results))
        status = load_complain(
            "no request succeeded: %llu failed, %llu had no reply",
            (unsigned long long)(figures_failures(load) + figures_failures(slow)),
            (unsigned long long)(load->unfinished + load->overdue + slow->unfinished));
    if (options->json)
        report_json(options, results, load_last_complaint());
    else if (options->csv)
        report_csv(options, results);
    else
        report_print(options, results);
    written = true;
    return status;
}

int outputs_finish(const struct load_options *options, int status)
{
    if (options->json && !written && load_last_complaint() != NULL)
        report_json_complaint(load_last_complaint());
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    return load_complain("cannot write to standard output: %s", strerror(errno));
}
