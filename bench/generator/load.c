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
#include "bench/generator/figures/outputs.h"
#include "bench/generator/server/interrupt.h"
#include "bench/generator/server/server_ready.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static struct load_options options;
static struct target target;
static struct results results;

/* Says what was measured, if anything was: if a signal came, that is worth saying, too. */
static int report(int status)
{
    results.url = target.url;
    if (status == 0 && results.duration == 0)
        status = load_complain("interrupted before measuring began");
    else if (status == 0 && interrupt_signal() != 0)
        load_complain("interrupted: the figures are those until then");
    return status == 0 ? outputs_write(&options, &results) : status;
}

/* With --server: all of it, from the server's first moment to its last. */
static int measure_own_server(void)
{
    struct server_process server;
    char why[TARGET_TEXT_SIZE + 256];
    const char *path = options.path != NULL ? options.path : "/hello";

    if (!server_ready_start(&server, &target, options.server, options.url,
                            options.url != NULL ? options.path : path, why, sizeof why))
        return load_complain("--server '%s': %s", options.server, why);
    int status = measure(&options, &target, &server, &results);
    if (!server_process_end(&server, &results.server, why, sizeof why))
        status = load_complain("--server '%s': %s", options.server, why);
    return report(status);
}

static int measure_other_server(void)
{
    struct server_process none = {.output = -1};
    return report(measure(&options, &target, &none, &results));
}

static enum load_result read_url(void)
{
    const char *wrong =
        options.server == NULL ? target_parse(&target, options.url, options.path) : NULL;
    if (wrong == NULL)
        return LOAD_GOOD;
    return load_options_wrong("'%s' is not a URL to measure: %s", options.url, wrong);
}

int main(int argc, char *argv[])
{
    signal(SIGPIPE, SIG_IGN);                /* a reader that has gone is an error like any other */
    if (fcntl(STDOUT_FILENO, F_GETFD) == -1) /* or a connection would get its number */
        return load_complain("standard output is closed");
    enum load_result result = load_options_read(&options, argc, argv);
    if (result == LOAD_GOOD)
        result = read_url();
    if (result != LOAD_GOOD)
        return outputs_finish(&options, result == LOAD_WRONG ? 2 : 0);
    int status = outputs_open(&options);
    if (status == 0)
        status = options.server != NULL ? measure_own_server() : measure_other_server();
    if (interrupt_signal() != 0)
        status = 128 + interrupt_signal();
    return outputs_finish(&options, status);
}
