/* report_columns.c - one list of columns, written as the CSV names, as CSV values or as a JSON object. */
#include "report.h"

#include "common/socket/clock.h"
#include "json.h"

#include <stdio.h>

/* One list of columns for all forms, so that the names cannot part from the values. */
struct row {
    enum { ROW_NAMES, ROW_VALUES, ROW_JSON } form;
    int count;
};

static void column(struct row *row, const char *name, bool known, const char *format, double value)
{
    if (row->count++ > 0)
        fputs(row->form == ROW_JSON ? ",\n  " : ",", stdout);
    if (row->form == ROW_NAMES)
        fputs(name, stdout);
    if (row->form == ROW_JSON)
        printf("\"%s\": ", name);
    if (row->form != ROW_NAMES && known)
        printf(format, value);
    else if (row->form == ROW_JSON)
        fputs("null", stdout);
}

static void count_column(struct row *row, const char *name, bool known, uint64_t value)
{
    column(row, name, known, "%.0f", (double)value);
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

static void option_columns(struct row *row, const struct load_options *options)
{
    count_column(row, "connections", true, options->connections);
    count_column(row, "threads", true, options->threads);
    count_column(row, "requests_per_connection", true, options->requests);
    count_column(row, "rate", options->rate > 0, options->rate);
    count_column(row, "idle", true, options->idle);
    count_column(row, "slow", true, options->slow);
}

/* Of a closed loop; in an open one a client without a reply may have had nothing to ask. */
static void client_columns(struct row *row, const struct load_options *options,
                           const struct results *results)
{
    const struct ledger *ledger = &results->ledger;
    bool known = options->rate == 0;
    count_column(row, "served", known, ledger->fates[FATE_SERVED]);
    count_column(row, "unserved", known, ledger->fates[FATE_UNSERVED]);
    count_column(row, "failed_only", known, ledger->fates[FATE_FAILED_ONLY]);
    count_column(row, "no_reply_at_start", known, ledger->late);
}

static void request_columns(struct row *row, const struct figures *load)
{
    count_column(row, "due", true, load->due);
    count_column(row, "good", true, load->good);
    count_column(row, "wrong", true, figures_wrong(load));
    count_column(row, "failed", true, figures_failed(load));
    count_column(row, "timed_out", true, load->failures[FAILURE_TIMED_OUT]);
    count_column(row, "unfinished", true, load->unfinished);
    count_column(row, "overdue", true, load->overdue);
}

static void balance_columns(struct row *row, const struct load_options *options,
                            const struct results *results)
{
    double duration = (double)results->duration;
    bool known = results->duration > 0;
    column(row, "under_way", known, "%.4f", (double)results->load.under_way / duration);
    column(row, "outside", known && options->rate == 0, "%.4f",
           (double)results->load.outside / duration);
    column(row, "little", known, "%.4f", results_little(results));
}

static void latency_columns(struct row *row, const struct figures *figures)
{
    const struct histogram *latency = &figures->latency;
    count_column(row, "latencies", true, latency->count);
    count_column(row, "at_least", true, latency->cut);
    column(row, "at_least_from_us", latency->cut > 0, "%.2f",
           (double)histogram_at_least_from(latency) / 1e3);
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

static void failure_columns(struct row *row, const struct results *results)
{
    const struct figures *load = &results->load, *slow = &results->slow;
    const unsigned *slow_fates = results->slow_ledger.fates;
    count_column(row, "failures", true, figures_failures(load));
    for (int i = 0; i < FAILURE_TIMED_OUT; i++) /* and that one is in the ledger */
        count_column(row, failure_name((enum failure)i), true, load->failures[i]);
    count_column(row, "slow_requests", true, slow->completed);
    percentile_column(row, "slow_p50_us", &slow->latency, 50);
    count_column(row, "slow_served", true, slow_fates[FATE_SERVED]);
    count_column(row, "slow_unserved", true, slow_fates[FATE_UNSERVED]);
    count_column(row, "slow_failed_only", true, slow_fates[FATE_FAILED_ONLY]);
    count_column(row, "slow_failures", true, figures_failures(slow));
    count_column(row, "idle_closed", true, results->idle_closed);
}

/* The load's own CPU time is that of the measured time; the server's is that of its whole life, and
 * so are the replies that it is divided by. Of less than its life only the sum is known, and not
 * what was user and what was system time. */
static void cost_columns(struct row *row, const struct results *results)
{
    const struct figures *load = &results->load;
    const struct server_usage *server = &results->server;
    double requests = (double)(load->completed + figures_failures(load));
    double answered = (double)load->answered;
    bool known = server->known && answered > 0;
    bool whole = results->server_window < 0;
    double cpu = whole ? server->user + server->system : results->server_window;

    count_column(row, "answered", true, load->answered);
    column(row, "load_cpu_us_per_request", requests > 0, "%.3f",
           (double)load->cpu / 1e3 / requests);
    column(row, "load_busy", results->duration > 0, "%.3f", load->busy);
    column(row, "server_user_us_per_request", known && whole, "%.3f",
           server->user * 1e6 / answered);
    column(row, "server_system_us_per_request", known && whole, "%.3f",
           server->system * 1e6 / answered);
    column(row, "server_cpu_us_per_request", known, "%.3f", cpu * 1e6 / answered);
    column(row, "server_cpu_s", server->known, "%.6f", cpu);
    count_column(row, "server_peak_kib", server->known, (uint64_t)server->peak_kib);
    count_column(row, "server_pss_kib", results->census.pss_kib >= 0,
                 (uint64_t)results->census.pss_kib);
    count_column(row, "server_processes", results->census.known, results->census.processes);
    count_column(row, "server_threads", results->census.known, results->census.threads);
    column(row, "load_waiting", load->waiting_known, "%.3f", load->waiting);
}

static void write_row(struct row *row, const struct load_options *options,
                      const struct results *results)
{
    double duration = (double)results->duration / NANOSECONDS;
    double requests = (double)results->load.completed;
    bool known = duration > 0;

    option_columns(row, options);
    column(row, "warm_up_s", true, "%.6g", (double)results->warm_up / NANOSECONDS);
    column(row, "duration_s", true, "%.6g", duration);
    column(row, "requests", true, "%.0f", requests);
    column(row, "requests_per_s", known, "%.1f", requests / duration);
    column(row, "mb_per_s", known, "%.3f", (double)results->load.bytes / duration / 1e6);
    client_columns(row, options, results);
    request_columns(row, &results->load);
    balance_columns(row, options, results);
    latency_columns(row, &results->load);
    failure_columns(row, results);
    cost_columns(row, results);
}

void report_csv_header(void)
{
    static const struct load_options options;
    static const struct results results;
    write_row(&(struct row){.form = ROW_NAMES}, &options, &results);
    putchar('\n');
}

void report_csv(const struct load_options *options, const struct results *results)
{
    write_row(&(struct row){.form = ROW_VALUES}, options, results);
    putchar('\n');
}

/* The numbers of the clients without a reply in the measured time. */
static void write_unserved(const struct results *results)
{
    const char *between = "";
    for (unsigned i = 0; i < results->client_count; i++)
        if (results->clients[i].fate == FATE_UNSERVED) {
            printf("%s%u", between, i + 1);
            between = ", ";
        }
}

void report_json(const struct load_options *options, const struct results *results,
                 const char *complaint)
{
    fputs("{\n  \"url\": ", stdout);
    json_write_string(stdout, results->url);
    fputs(",\n  \"error\": ", stdout);
    json_write_string(stdout, complaint);
    fputs(",\n  \"unserved_clients\": [", stdout);
    if (options->rate == 0)
        write_unserved(results);
    fputs("],\n  ", stdout);
    write_row(&(struct row){.form = ROW_JSON}, options, results);
    fputs("\n}\n", stdout);
}

void report_json_complaint(const char *complaint)
{
    fputs("{\n  \"error\": ", stdout);
    json_write_string(stdout, complaint);
    fputs("\n}\n", stdout);
}
