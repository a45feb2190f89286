/* outputs.c - opens, writes and closes the output files, and chooses the form for standard output. */
#include "outputs.h"

#include "bench/generator/command/complain.h"
#include "hgrm.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct output_file {
    const char *option, *name;
    FILE *file; /* NULL: not wanted, or closed again */
    bool made;  /* there was none of that name before */
};

static struct output_file timeline = {.option = "timeline"};
static struct output_file percentiles = {.option = "percentiles"};
static bool written; /* the figures, to standard output */

/* What the file contains stays until there is something to write: the run may end before. */
static bool open_file(struct output_file *output, const char *name)
{
    if (name == NULL)
        return true;
    output->name = name;
    int descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL, 0666);
    output->made = descriptor != -1;
    if (descriptor == -1 && errno == EEXIST)
        descriptor = open(name, O_WRONLY | O_CREAT, 0666);
    if (descriptor != -1 && (output->file = fdopen(descriptor, "w")) != NULL)
        return true;
    load_complain("--%s: cannot write '%s': %s", output->option, name, strerror(errno));
    return false;
}

/* A pipe or a device cannot be emptied, and need not be. ftruncate(2) */
static FILE *empty_file(const struct output_file *output)
{
    struct stat what;
    int descriptor = fileno(output->file);
    if (fstat(descriptor, &what) == 0 && S_ISREG(what.st_mode) && ftruncate(descriptor, 0) == -1)
        load_complain("--%s: cannot empty '%s': %s", output->option, output->name, strerror(errno));
    return output->file;
}

static int close_file(struct output_file *output)
{
    bool good = !ferror(output->file);
    good = fclose(output->file) == 0 && good;
    output->file = NULL;
    if (good)
        return 0;
    return load_complain("--%s: cannot write '%s': %s", output->option, output->name,
                         strerror(errno));
}

/* Nothing was written, so there should be no new file. */
static void give_up(struct output_file *output)
{
    if (output->file == NULL)
        return;
    fclose(output->file);
    output->file = NULL;
    if (output->made)
        unlink(output->name);
}

int outputs_open(const struct load_options *options)
{
    return open_file(&timeline, options->timeline) && open_file(&percentiles, options->percentiles)
               ? 0
               : 1;
}

static int write_timeline(const struct load_options *options, const struct results *results)
{
    size_t lost = 0;
    FILE *file = empty_file(&timeline);
    timeline_write_names(file);
    for (unsigned i = 0; i < options->threads; i++) {
        timeline_write(&results->timelines[i], file, results->origin);
        lost += results->timelines[i].lost;
    }
    int status = close_file(&timeline);
    if (lost > 0)
        status = load_complain("--timeline: there was no memory for %lu of the requests",
                               (unsigned long)lost);
    return status;
}

static int write_percentiles(const struct load_options *options, const struct results *results)
{
    const struct figures *figures = options->connections > 0 ? &results->load : &results->slow;
    hgrm_write(empty_file(&percentiles), &figures->latency);
    return close_file(&percentiles);
}

static bool has_succeeded(const struct results *results)
{
    return results->load.good + results->load.completed + results->slow.completed > 0;
}

int outputs_write(const struct load_options *options, const struct results *results)
{
    const struct figures *load = &results->load, *slow = &results->slow;
    int status = 0;
    if (timeline.file != NULL && write_timeline(options, results) != 0)
        status = 1;
    if (percentiles.file != NULL && write_percentiles(options, results) != 0)
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
    give_up(&timeline);
    give_up(&percentiles);
    if (options->json && !written && load_last_complaint() != NULL)
        report_json_complaint(load_last_complaint());
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    return load_complain("cannot write to standard output: %s", strerror(errno));
}
