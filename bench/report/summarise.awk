# summarise.awk - from results.csv to one experiment's plots, table and words, in the folder it is run in.
# usage: awk -v experiment=short -v title=... -v done=... -v why=... -v x_label=... -v x_noun=... -v seconds=...
#            -v plots="METRIC:FINDING ..." [-v predicted=FILE] [-v logarithmic="METRIC ..."] [-v met=02]
#            -f medians.awk -f findings.awk -f predictions.awk -f labels.awk -f plots.awk -f curve.awk -f summarise.awk results.csv
# It writes data/NAME.dat and data/NAME.gp for each plot (plots.awk), adds its NAME to data/plots, writes
# data/EXPERIMENT.part (the report's chapter, see report.awk), and prints the table. With met=02 it writes the
# plots of lesson 02 alone: of the stages up to 02.

function cell(metric, server, x) {
    return (has(metric, server, x) ? shown(metric, server, x) : "unknown")
}

function sum_of(metric, server,    j, n, sum) {
    for (j = 1; j <= x_count; j++)
        for (n = 1; n <= runs[metric, server, xs[j]]; n++)
            sum += value_of[metric, server, xs[j], n]
    return sum + 0
}

# If no request was both sent and answered in the measured time, there is no latency ("-"), which is not the same as
# unknown; and without requests there is no cost per request.
function latency(metric, server, x) {
    return (!has(metric, server, x) && (metric != "cost" || median("throughput", server, x) == 0) ? "-" \
        : cell(metric, server, x))
}

# An open loop has no clients of its own that could be unserved: there requests are, that were due and got no reply.
function unserved(server, x) {
    return (has("unserved", server, x) ? cell("unserved", server, x) : "-")
}

function unanswered(server, x) {
    return (!has("rate", server, x) ? "-" : number(median("timed_out", server, x) + median("unfinished", server, x) \
        + median("overdue", server, x)))
}

# The table at the last x: in the report, and here with spaces.
function write_table(part, x,    i, s) {
    printf("text\t%s:\n", with_x(x)) > part
    printf("head\tserver\trequests/s\tclients unserved\trequests due and unanswered\tp50, ms\tp99, ms\tCPU, µs a request\tpeak of the largest process, MiB\tall at the end (PSS), MiB\tprocesses\tthreads\tfailures\n") > part
    printf("\n%s, %s\n\n  %-20s %10s %9s %9s %14s %8s %9s %6s %7s %8s\n", title, of_x(x), "", "requests/s",
        "unserved", "p50 ms", "p99 ms", "CPU µs", "PSS MiB", "procs", "threads", "failures")
    for (i = 1; i <= server_count; i++) {
        s = servers[i]
        if (is_floor(s) || !has("failures", s, x))
            continue
        printf("row\t%s\t%s%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s, cell("throughput", s, x),
            (is_limited("throughput", s, x) ? " *" : ""), unserved(s, x), unanswered(s, x), latency("p50", s, x),
            latency("p99", s, x), latency("cost", s, x), cell("peak", s, x), cell("memory", s, x),
            cell("processes", s, x), cell("threads", s, x), cell("failures", s, x)) > part
        starred += is_limited("throughput", s, x)
        printf("  %-20s %10s %9s %9s %14s %7s %9s %6s %7s %8s\n", s, cell("throughput", s, x) \
            (is_limited("throughput", s, x) ? "*" : ""), unserved(s, x), latency("p50", s, x), latency("p99", s, x),
            latency("cost", s, x), cell("memory", s, x), cell("processes", s, x), cell("threads", s, x), cell("failures", s, x))
    }
    if (starred)
        printf("text\t* Here the load generator was the limit, and the server may be able to do more.\n") > part
}

# "01-iterative 3; 05-select 4;" or "" if there are none
function totals(metric,    i, sum, text) {
    for (i = 1; i <= server_count; i++) {
        sum = sum_of(metric, servers[i])
        if (sum > 0)
            text = text " " servers[i] " " number(sum) ";"
    }
    return text
}

function write_notes(part,    text) {
    text = totals("failures")
    if (text != "")
        printf("text\tFailures in all points together:%s see results.csv for their kinds.\n", text) > part
    text = totals("slow_failures")
    if (text != "")
        printf("text\tRequests of slow clients that failed:%s\n", text) > part
    text = totals("idle_closed")
    if (text != "")
        printf("text\tIdle clients on which the server hung up:%s\n", text) > part
    if (disturbed > 0)
        printf("text\tOthers disturbed %d of these %d measurements, which are in results.csv and in no figure here.\n",
            disturbed, measurements) > part
}

function write_chapter(    part, p, count, list, pair, name) {
    part = "data/" experiment ".part"
    printf("title\t%s\ntext\t%s\n", title, done) > part
    count = split(plots, list, " ")
    for (p = 1; p <= count; p++) {
        split(list[p], pair, ":")
        name = experiment "-" (pair[2] == "curve" ? "percentiles" : pair[1])
        if (!can_draw(pair[1])) {
            printf("text\t%s: unknown on this system.\n", label_of[pair[1]]) > part
            continue
        }
        if (pair[2] == "curve")
            write_percentiles(name, pair[1])
        else
            write_plot(name, pair[1], pair[2])
        printf("plot\t%s\t%s\ntext\tWhat to see: %s\n", name, finding(pair[1], pair[2]), see(pair[1])) > part
        if (pair[2] != "curve" && against_prediction(pair[1]) != "")
            printf("text\t%s\n", against_prediction(pair[1])) > part
    }
    if (count > 0) {
        write_table(part, compare_x("failures"))
        write_notes(part)
        printf("text\tWhy: %s\n", why) > part
    }
}

END {
    if (x_count == 0) {
        if (met == "")
            print "bench: nothing was measured of: " title > "/dev/stderr"
        exit 0
    }
    sort_list(xs, x_count)
    sort_list(servers, server_count)
    count = split(logarithmic, list, " ")
    for (i = 1; i <= count; i++)
        logarithmic_of[list[i]] = 1
    for (i = 1; i <= server_count; i++) {
        styles[i] = style_of(servers[i])
        floor_count += is_floor(servers[i])
    }
    if (met == "")
        write_chapter()
    else {
        split(plots, pair, ":")
        if (can_draw(pair[1]))
            write_plot("lesson-" met "-" experiment "-" pair[1], pair[1], pair[2])
    }
}
