/*
 * load - a load generator: keeps a server busy, checks every reply, and says how long they took.
 *
 *     main ──► generator (a thread): connections ◄─► poller ──► figures ──┐
 *         └──► generator: connections ◄─► poller ──► figures ─────────────┴► merged, and printed
 *
 * The threads share nothing that changes: each has its own connections, its own poller and its own
 * figures. So none waits for another, and the generator takes little of the machine away from the
 * server that it measures.
 *
 * Read: measure.c is the whole of one run; connection.c is one client; generator.c is what keeps
 * all of them going; reply.c says whether a reply is right, tally.c what becomes of it, and
 *       histogram.c how a million latencies fit into 16 KiB.
 */
#include "bench/generator/command/load_options.h"
#include "measure.h"
#include "bench/generator/command/complain.h"
#include "bench/generator/figures/report.h"
#include "bench/generator/server/interrupt.h"
#include "bench/generator/server/server_ready.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct load_options options;
static struct target target;
static FILE *timeline_file;
static struct results results;

/* Whether all that was printed has arrived: a script must not go on with half a line. */
static int check_output(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    return load_complain("cannot write to standard output: %s", strerror(errno));
}

static int write_timeline(void)
{
    size_t lost = 0;
    timeline_write_names(timeline_file);
    for (unsigned i = 0; i < options.threads; i++) {
        timeline_write(&results.timelines[i], timeline_file, results.origin);
        lost += results.timelines[i].lost;
    }
    bool written = ferror(timeline_file) == 0;
    if (fclose(timeline_file) != 0 || !written)
        return load_complain("--timeline: cannot write '%s': %s", options.timeline,
                             strerror(errno));
    if (lost > 0)
        return load_complain("--timeline: there was no memory for %lu of the requests",
                             (unsigned long)lost);
    return 0;
}

/* Says what was measured. Returns the exit status. */
static int report(void)
{
    int status = 0;
    results.url = target.url;
    if (options.csv)
        report_csv(&options, &results);
    else
        report_print(&options, &results);
    status = check_output();
    if (timeline_file != NULL && write_timeline() != 0)
        status = 1;
    if (results.load.good + results.load.completed + results.slow.completed == 0)
        status =
            load_complain("no request succeeded: %llu failed, %llu had no reply",
                          (unsigned long long)figures_failures(&results.load),
                          (unsigned long long)(results.load.unfinished + results.load.overdue));
    return status;
}

/* What was measured until a signal came is worth saying, too. */
static int report_if(int status)
{
    if (status == 0 && results.duration == 0)
        status = load_complain("it was interrupted before measuring began");
    else if (status == 0) {
        if (interrupt_signal() != 0)
            load_complain("it was interrupted, and says what was measured until then");
        status = report();
    }
    return interrupt_signal() != 0 ? 128 + interrupt_signal() : status;
}

/* With --server: all of it, from the server's first moment to its last. */
static int measure_own_server(void)
{
    struct server_process server;
    char why[TARGET_TEXT_SIZE + 256];
    const char *path = options.path != NULL ? options.path : "/hello";

    if (!server_ready_start(&server, &target, options.server, options.url,
                            options.url != NULL ? options.path : path, why, sizeof why)) {
        int status = load_complain("--server '%s': %s", options.server, why);
        return interrupt_signal() != 0 ? 128 + interrupt_signal() : status;
    }
    int status = measure(&options, &target, &server, &results);
    if (!server_process_end(&server, &results.server, why, sizeof why))
        status = load_complain("--server '%s': %s", options.server, why);
    return report_if(status);
}

int main(int argc, char *argv[])
{
    struct server_process none = {.output = -1};
    signal(SIGPIPE, SIG_IGN);                /* a reader that has gone is an error like any other */
    if (fcntl(STDOUT_FILENO, F_GETFD) == -1) /* or a connection would get its number */
        return load_complain("standard output is closed");
    enum options_result result = load_options_read(&options, argc, argv);
    if (result != OPTIONS_GOOD)
        return result == OPTIONS_WRONG ? 2 : check_output();
    /* Before anything is measured, or it would be in vain. */
    if (options.timeline != NULL && (timeline_file = fopen(options.timeline, "w")) == NULL)
        return load_complain("--timeline: cannot write '%s': %s", options.timeline,
                             strerror(errno));
    if (options.server != NULL)
        return measure_own_server();

    const char *wrong = target_parse(&target, options.url, options.path);
    if (wrong != NULL) {
        load_options_wrong("'%s' is not a URL to measure: %s", options.url, wrong);
        return 2;
    }
    return report_if(measure(&options, &target, &none, &results));
}
