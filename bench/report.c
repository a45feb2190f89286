/* report.c - see report.h. */
#include "report.h"

#include "../common/clock.h"

#include <stdio.h>
#include <string.h>

#define BUSY 0.9 /* of a core: from here on it is the generator that is measured */

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

/* The same for the generator itself, which counts its CPU time from the end of the warm-up. */
static double own_cost(const struct figures *figures)
{
    uint64_t requests = figures->latency.count + figures_failures(figures);
    return requests == 0 ? 0 : (double)figures->cpu / 1e3 / (double)requests;
}

/* How much of a core the busiest thread used. */
static double busy(const struct load_options *options, const struct figures *figures)
{
    return (double)figures->busiest / (double)options->duration;
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

static void print_percentile(const struct histogram *histogram, const char *name, double percent)
{
    char text[24];
    printf("  %-12s%s\n", name, span((double)histogram_percentile(histogram, percent), text));
}

static void print_latency(const struct figures *figures)
{
    char text[24];
    if (figures->latency.count > 0) {
        printf("latency\n");
        printf("  %-12s%s\n", "minimum", span((double)figures->latency.least, text));
        printf("  %-12s%s\n", "mean", span(histogram_mean(&figures->latency), text));
        print_percentile(&figures->latency, "p50", 50);
        print_percentile(&figures->latency, "p90", 90);
        print_percentile(&figures->latency, "p99", 99);
        print_percentile(&figures->latency, "p99.9", 99.9);
        print_percentile(&figures->latency, "maximum", 100);
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
    if (figures->stuck > 0)
        printf("stuck         %llu connections had no answer when the time was up\n",
               (unsigned long long)figures->stuck);
}

void report_print(const struct load_options *options, const char *url,
                  const struct figures *figures, const struct server_usage *server)
{
    double duration = seconds(options->duration);
    uint64_t requests = figures->latency.count;

    printf("%s, %.4g s: %u connections, %u thread%s, ", url, duration, options->connections,
           options->threads, options->threads == 1 ? "" : "s");
    if (options->requests == 0)
        printf("persistent\n");
    else
        printf("%lu request%s on each\n", options->requests, options->requests == 1 ? "" : "s");
    printf("requests      %llu, %.1f a second, %.2f MB/s\n", (unsigned long long)requests,
           (double)requests / duration, (double)figures->bytes / duration / 1e6);
    print_latency(figures);
    print_failures(figures);
    printf("CPU time\n  %-12s%.2f us a request, %.0f %% of a core\n", "load", own_cost(figures),
           100 * seconds(figures->cpu) / duration);
    if (server->known) {
        printf("  %-12s%.2f us a request (%.2f user, %.2f system), child processes included\n",
               "server", cost(server->user + server->system, figures), cost(server->user, figures),
               cost(server->system, figures));
        printf("server memory %ld KiB at its peak\n", server->peak_kib);
    }
    if (busy(options, figures) > BUSY)
        printf("Careful: load itself was at its limit (%.0f %% of a core). The server may be able "
               "to do more;\nits CPU time a request still holds.\n",
               100 * busy(options, figures));
}

/* One list of columns for both lines, so that the names cannot part from the values. */
struct row {
    bool names; /* it is the first line */
    int count;
};

static void column(struct row *row, const char *name, bool known, const char *format, double value)
{
    if (row->count++ > 0)
        putchar(',');
    if (row->names)
        fputs(name, stdout);
    else if (known)
        printf(format, value);
}

static void time_column(struct row *row, const char *name, const struct histogram *histogram,
                        double nanoseconds)
{
    column(row, name, histogram->count > 0, "%.2f", nanoseconds / 1e3);
}

static void percentile_column(struct row *row, const char *name, const struct histogram *histogram,
                              double percent)
{
    time_column(row, name, histogram, (double)histogram_percentile(histogram, percent));
}

static void latency_columns(struct row *row, const struct figures *figures)
{
    const struct histogram *latency = &figures->latency;
    time_column(row, "min_us", latency, (double)latency->least);
    time_column(row, "mean_us", latency, histogram_mean(latency));
    percentile_column(row, "p50_us", latency, 50);
    percentile_column(row, "p90_us", latency, 90);
    percentile_column(row, "p99_us", latency, 99);
    percentile_column(row, "p999_us", latency, 99.9);
    percentile_column(row, "max_us", latency, 100);
    percentile_column(row, "connect_p50_us", &figures->connect, 50);
    percentile_column(row, "connect_p99_us", &figures->connect, 99);
    percentile_column(row, "connect_max_us", &figures->connect, 100);
}

static void write_row(struct row *row, const struct load_options *options,
                      const struct figures *figures, const struct server_usage *server)
{
    double duration = seconds(options->duration);
    double requests = (double)figures->latency.count;

    column(row, "connections", true, "%.0f", options->connections);
    column(row, "threads", true, "%.0f", options->threads);
    column(row, "requests_per_connection", true, "%.0f", (double)options->requests);
    column(row, "duration_s", true, "%g", duration);
    column(row, "requests", true, "%.0f", requests);
    column(row, "requests_per_s", true, "%.1f", requests / duration);
    column(row, "mb_per_s", true, "%.3f", (double)figures->bytes / duration / 1e6);
    latency_columns(row, figures);
    column(row, "failures", true, "%.0f", (double)figures_failures(figures));
    for (int i = 0; i < FAILURE_KINDS; i++)
        column(row, failure_name((enum failure)i), true, "%.0f", (double)figures->failures[i]);
    column(row, "stuck", true, "%.0f", (double)figures->stuck);
    column(row, "answered", true, "%.0f", (double)figures->answered);
    column(row, "load_cpu_us_per_request", true, "%.3f", own_cost(figures));
    column(row, "load_busy", true, "%.3f", busy(options, figures));
    bool known = server->known && figures->answered > 0;
    column(row, "server_user_us_per_request", known, "%.3f", cost(server->user, figures));
    column(row, "server_system_us_per_request", known, "%.3f", cost(server->system, figures));
    column(row, "server_cpu_us_per_request", known, "%.3f",
           cost(server->user + server->system, figures));
    column(row, "server_peak_kib", server->known, "%.0f", (double)server->peak_kib);
    putchar('\n');
}

void report_csv_header(void)
{
    static const struct load_options options = {.duration = 1};
    static const struct figures figures;
    static const struct server_usage server;
    write_row(&(struct row){.names = true}, &options, &figures, &server);
}

void report_csv(const struct load_options *options, const struct figures *figures,
                const struct server_usage *server)
{
    write_row(&(struct row){.names = false}, options, figures, server);
}
