/* report.c - the page for people: throughput, latency, failures, CPU time and the server's memory. */
#include "report.h"

#include "common/socket/clock.h"

#include <stdio.h>
#include <string.h>

#define BUSY 0.9 /* of the time: from here on the generator is what limits the figures */

static double seconds(int64_t nanoseconds)
{
    return (double)nanoseconds / NANOSECONDS;
}

/* Microseconds a request, for all that the server answered in its life: its CPU time is of its
 * whole life too. */
static double cost(double cpu_seconds, const struct figures *figures)
{
    return figures->answered == 0 ? 0 : cpu_seconds * 1e6 / (double)figures->answered;
}

/* The generator's own CPU time, which counts from the end of the warm-up. */
static void print_own_cost(const struct results *results)
{
    const struct figures *load = &results->load;
    uint64_t requests = load->completed + figures_failures(load);
    printf("CPU time\n  %-12s", "load");
    if (requests > 0)
        printf("%.2f us a request, ", (double)load->cpu / 1e3 / (double)requests);
    printf("%.0f %% of a core\n", 100 * (double)load->cpu / (double)results->duration);
}

/* "   250 us", "  1.25 ms" or "  2.00 s": four digits or so, the units below each other. */
static const char *span(double nanoseconds, char text[24])
{
    if (nanoseconds < 999500)
        snprintf(text, 24, "%7.0f us", nanoseconds / 1e3);
    else if (nanoseconds < 99950000)
        snprintf(text, 24, "%7.2f ms", nanoseconds / 1e6);
    else if (nanoseconds < 999500000)
        snprintf(text, 24, "%7.0f ms", nanoseconds / 1e6);
    else
        snprintf(text, 24, "%7.2f s", nanoseconds / 1e9);
    return text;
}

/* Marks the time of a request that is still waiting: its latency is at least this time. */
static void print_time(const char *name, double nanoseconds, bool at_least)
{
    char text[24];
    const char *time = span(nanoseconds, text);
    if (at_least)
        printf("  %-12sat least %s\n", name, time + strspn(time, " "));
    else
        printf("  %-12s%s\n", name, time);
}

static void print_percentile(const struct histogram *histogram, const char *name, double percent)
{
    int64_t value = histogram_percentile(histogram, percent);
    print_time(name, (double)value, value >= histogram_at_least_from(histogram));
}

static void print_latency(const struct figures *figures)
{
    const struct histogram *latency = &figures->latency;
    if (latency->count > 0) {
        printf("latency\n");
        print_time("minimum", (double)latency->least, latency->cut == latency->count);
        print_time("mean", histogram_mean(latency), latency->cut > 0);
        print_percentile(latency, "p50", 50);
        print_percentile(latency, "p90", 90);
        print_percentile(latency, "p99", 99);
        print_percentile(latency, "p99.9", 99.9);
        print_percentile(latency, "maximum", 100);
    }
    if (figures->connect.count > 0) {
        printf("of which connecting (%llu times)\n", (unsigned long long)figures->connect.count);
        print_percentile(&figures->connect, "p50", 50);
        print_percentile(&figures->connect, "p99", 99);
        print_percentile(&figures->connect, "maximum", 100);
    }
}

static void print_failures(const struct figures *figures)
{
    printf("failures      %llu\n", (unsigned long long)figures_failures(figures));
    for (int i = 0; i < FAILURE_KINDS; i++)
        if (figures->failures[i] > 0)
            printf("  %-13s%llu%s%s\n", failure_name((enum failure)i),
                   (unsigned long long)figures->failures[i], i == FAILURE_OTHER ? ": " : "",
                   i == FAILURE_OTHER ? strerror(figures->other_error) : "");
}

static void print_load(const struct load_options *options, const struct results *results)
{
    double duration = seconds(results->duration);
    const struct figures *load = &results->load;

    printf("%s, %.4g s: %u connections, %u thread%s, ", results->url, duration,
           options->connections, options->threads, options->threads == 1 ? "" : "s");
    if (options->requests == 0)
        printf("persistent");
    else
        printf("%lu request%s on each", options->requests, options->requests == 1 ? "" : "s");
    if (options->rate > 0)
        printf(", %lu due a second", options->rate);
    printf("\nrequests      %llu, %.1f a second, %.2f MB/s\n", (unsigned long long)load->completed,
           (double)load->completed / duration, (double)load->bytes / duration / 1e6);
    if (options->rate > 0)
        report_print_requests(load);
    else
        report_print_clients(results, false);
    print_latency(load);
    print_failures(load);
    report_print_balance(options, results);
}

/* The clients beside the load. */
static void print_others(const struct load_options *options, const struct results *results)
{
    if (options->slow > 0) {
        printf("%u slow clients beside the load: %llu requests\n", options->slow,
               (unsigned long long)results->slow.completed);
        report_print_clients(results, true);
        print_latency(&results->slow);
        print_failures(&results->slow);
    }
    if (options->idle > 0)
        printf("%u idle clients beside the load; the server closed %u of them\n", options->idle,
               results->idle_closed);
}

static void print_server(const struct load_options *options, const struct results *results)
{
    const struct server_usage *server = &results->server;
    const struct figures *load = &results->load;
    if (!server->known)
        return;
    bool whole = results->server_window < 0;
    if (load->answered > 0)
        printf("  %-12s%.2f us a request, child processes included\n", "server",
               cost(whole ? server->user + server->system : results->server_window, load));
    if (load->answered > 0 && whole)
        printf("  %-12s%.2f us user, %.2f us system\n", "", cost(server->user, load),
               cost(server->system, load));
    printf("server memory %ld KiB at its peak, of the process that needed most\n",
           server->peak_kib);
    if (results->census.pss_kib >= 0)
        printf("              %ld KiB at the end, of all its processes (PSS)\n",
               results->census.pss_kib);
    if (results->census.known)
        printf("server        %u process%s, %u thread%s %s\n", results->census.processes,
               results->census.processes == 1 ? "" : "es", results->census.threads,
               results->census.threads == 1 ? "" : "s",
               options->requests == 0 ? "at the end" : "in mid-course");
}

/* Two reasons why the server may be able to do more than the figures say. */
static void print_limit(const struct figures *load)
{
    if (load->busy > BUSY)
        printf("Careful: load itself was at its limit: its busiest thread ran for %.0f %% of the "
               "time. "
               "The\nserver may be able to do more; its CPU time per request is still right.\n",
               100 * load->busy);
    else if (load->busy + load->waiting > BUSY)
        printf(
            "Careful: load was kept from running: its busiest thread ran for %.0f %% of the time, "
            "and\nwaited for a processor for %.0f %%. The latencies contain this waiting.\n",
            100 * load->busy, 100 * load->waiting);
}

void report_print(const struct load_options *options, const struct results *results)
{
    print_load(options, results);
    print_others(options, results);
    print_own_cost(results);
    print_server(options, results);
    print_limit(&results->load);
}
