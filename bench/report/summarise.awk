# summarise.awk - from results.csv to one experiment's plots, table and words.
# usage: awk -v experiment=short -v title=... -v done=... -v why=... -v x_label=... -v x_noun=...
#            -v plots="METRIC:FINDING ..." -v seconds=... -v folder=...
#            -f medians.awk -f findings.awk -f summarise.awk results.csv
# It writes FOLDER/data/EXPERIMENT.dat (the figures), EXPERIMENT-METRIC.gp (what plot.gp draws) and
# EXPERIMENT.part (the report's chapter, see report.awk), and prints the table.

# Where x lies on the logarithmic axis; 0 has no logarithm, and gets a place left of the others.
function place(x) {
    return (x > 0 ? x : x_count > 1 ? xs[2] / 4 : 1)
}

function scaled(value, logarithmic) {
    return (logarithmic ? log(value > 0 ? value : 1e-6) : value)
}

function is_drawn(metric, server) {
    return end_x(metric, server, 1) != "" && (!is_floor(server) || metric == "cost")
}

function can_draw(metric,    i) {
    for (i = 1; i <= server_count; i++)
        if (!is_floor(servers[i]) && is_drawn(metric, servers[i]))
            return 1
    return 0
}

function write_data(    i, j, k) {
    data = folder "/data/" experiment ".dat"
    for (i = 1; i <= server_count; i++) {
        printf("# %s: x, then median, least and most of", servers[i]) > data
        for (k = 1; k <= metric_count; k++)
            printf("%s %s", (k > 1 ? "," : ""), metrics[k]) > data
        printf("\n") > data
        for (j = 1; j <= x_count; j++) {
            printf("%g", place(xs[j])) > data
            for (k = 1; k <= metric_count; k++)
                if (has(metrics[k], servers[i], xs[j]))
                    printf(" %g %g %g", median(metrics[k], servers[i], xs[j]),
                        quantile(metrics[k], servers[i], xs[j], 0), quantile(metrics[k], servers[i], xs[j], 1)) > data
                else
                    printf(" NaN NaN NaN") > data
            printf("\n") > data
        }
        printf("\n\n") > data
    }
    close(data)
}

# Of a line that ends before the others: where.
function until(metric, server,    x) {
    x = end_x(metric, server, -1)
    return (x == xs[x_count] ? "" : " (to " number(x) ")")
}

# A title that is too long for one line goes on in the next.
function wrap(text,    i) {
    if (length(text) <= 84)
        return "{/:Bold " text "}"
    for (i = 84; i > 1 && substr(text, i, 1) != " "; i--) { }
    return "{/:Bold " substr(text, 1, i - 1) "}\\n" wrap(substr(text, i + 1))
}

# Labels at the right end of each line, moved apart where they would lie on each other.
function write_labels(file, metric,    i, j, n, y, low, high, highest_median, order, list, logarithmic) {
    logarithmic = logarithmic_of[metric]
    for (i = 1; i <= server_count; i++) {
        if (!is_drawn(metric, servers[i]))
            continue
        for (j = 1; j <= x_count; j++)
            if (has(metric, servers[i], xs[j])) {
                y = scaled(quantile(metric, servers[i], xs[j], 1), logarithmic)
                if (high == "" || y > high) high = y
                y = median(metric, servers[i], xs[j])
                if (y > highest_median) highest_median = y
                y = scaled(quantile(metric, servers[i], xs[j], 0), logarithmic)
                if (low == "" || y < low) low = y
            }
        if (is_floor(servers[i]))
            continue
        list[i] = scaled(median(metric, servers[i], end_x(metric, servers[i], -1)), logarithmic)
        for (j = ++n; j > 1 && list[order[j - 1]] > list[i]; j--)
            order[j] = order[j - 1]
        order[j] = i
    }
    if (logarithmic)
        printf("set logscale y\nset yrange [%g:%g]\n", exp(low) / 1.5, exp(high) * 1.5) > file
    else {
        low = 0
        # One run that somebody else's work has spoilt is not to press all lines to the ground.
        if (high > 1.8 * highest_median && highest_median > 0)
            high = 1.8 * highest_median
        printf("set yrange [0:%g]\n", (high > 0 ? high * 1.06 : 1)) > file
    }
    spread_labels(n, list, order, (high > low ? high - low : 1) * 0.058)
    for (i = 1; i <= n; i++)
        printf("set label \"%s%s\" at graph 1.015, first %g left textcolor rgb colour(%d)\n", servers[order[i]],
            until(metric, servers[order[i]]), (logarithmic ? exp(label_y[i]) : label_y[i]), styles[order[i]]) > file
}

# Where the labels go, from below: apart from each other by `gap`, and each group of them that had to move
# around the middle of where its lines end, so that a label stays beside its line.
function spread_labels(n, list, order, gap,    i, first, groups, start, size, middle) {
    for (i = 1; i <= n; i++) {
        groups++
        start[groups] = i
        size[groups] = 1
        middle[groups] = list[order[i]]
        while (groups > 1 && middle[groups] - middle[groups - 1] < gap * (size[groups] + size[groups - 1]) / 2) {
            middle[groups - 1] = (middle[groups - 1] * size[groups - 1] + middle[groups] * size[groups]) \
                / (size[groups - 1] + size[groups])
            size[groups - 1] += size[groups]
            groups--
        }
    }
    for (first = 1; first <= groups; first++)
        for (i = 0; i < size[first]; i++)
            label_y[start[first] + i] = middle[first] + gap * (i - (size[first] - 1) / 2)
}

function write_curves(file, metric,    i, k, separator) {
    for (k = 1; metrics[k] != metric; k++) { }
    printf("column = %d\nplot ", 3 * k - 1) > file
    for (i = 1; i <= server_count; i++)
        if (is_drawn(metric, servers[i]) && !is_floor(servers[i])) {
            printf("%sdata index %d using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(%d)",
                separator, i - 1, styles[i]) > file
            separator = ", "
        }
    for (i = 1; i <= server_count; i++)
        if (is_drawn(metric, servers[i]) && is_floor(servers[i]))
            printf(", data index %d using 1:column with lines lw 1 dt 2 lc rgb colour(%d)", i - 1, styles[i]) > file
    for (i = 1; i <= server_count; i++)
        if (is_drawn(metric, servers[i]) && !is_floor(servers[i]))
            printf(", data index %d using 1:column with linespoints lw 2 pt point(%d) lc rgb colour(%d)",
                i - 1, styles[i], styles[i]) > file
    printf("\n") > file
}

function write_plot(metric, kind,    file, i, words, logarithmic_x) {
    file = folder "/data/" experiment "-" metric ".gp"
    words = title ", " seconds " s a point; " (most_runs == 1 ? "one run" \
        : "median of " most_runs " runs, bars from the least to the most")
    if (metric == "cost" && floor_count > 0)
        words = words "; thin: the model's floor"
    printf("# made from results.csv: what plot.gp draws\n") > file
    printf("set label \"%s\" at graph 0, graph 1.17 left\n", wrap(finding(metric, kind))) > file
    printf("set label \"%s\" at graph 0, graph 1.07 left textcolor rgb \"#666666\"\n", words) > file
    printf("set xlabel \"%s\"\nset ylabel \"%s\"\n", x_label, label_of[metric]) > file
    printf("set logscale x 2\nset xtics (") > file
    for (i = 1; i <= x_count; i++)
        printf("%s\"%s\" %g", (i > 1 ? ", " : ""), number(xs[i]), place(xs[i])) > file
    printf(")\nset xrange [%g:%g]\n", place(xs[1]) / 1.15, place(xs[x_count]) * 1.15) > file
    write_labels(file, metric)
    write_curves(file, metric)
    close(file)
}

function cell(metric, server, x) {
    return (has(metric, server, x) ? number(median(metric, server, x)) : "unknown")
}

function sum_of(metric, server,    j, n, sum) {
    for (j = 1; j <= x_count; j++)
        for (n = 1; n <= runs[metric, server, xs[j]]; n++)
            sum += value_of[metric, server, xs[j], n]
    return sum + 0
}

# The table at the last x: in the report, and here with spaces.
function write_table(part, x,    i, k, s, name, wide) {
    printf("text\t%s:\n", with_x(x)) > part
    printf("head\tserver\trequests/s\tp50, ms\tp99, ms\tCPU, µs a request\tpeak of the largest process, MiB\tall at the end (PSS), MiB\tprocesses\tthreads\tfailures\tunserved\toverdue\n") > part
    printf("\n%s, %s %s\n\n  %-20s %10s %9s %9s %9s %9s %6s %7s %8s %6s\n", title, number(x), x_noun, "", "requests/s",
        "p50 ms", "p99 ms", "CPU µs", "PSS MiB", "procs", "threads", "failures", "unserved")
    for (i = 1; i <= server_count; i++) {
        s = servers[i]
        if (is_floor(s) || !has("failures", s, x))
            continue
        printf("row\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s, cell("throughput", s, x), latency("p50", s, x),
            latency("p99", s, x), latency("cost", s, x), cell("peak", s, x), cell("memory", s, x),
            cell("processes", s, x), cell("threads", s, x), cell("failures", s, x), cell("unserved", s, x),
            cell("overdue", s, x)) > part
        printf("  %-20s %10s %9s %9s %8s %9s %6s %7s %8s %8s\n", s, cell("throughput", s, x), latency("p50", s, x),
            latency("p99", s, x), latency("cost", s, x), cell("memory", s, x), cell("processes", s, x),
            cell("threads", s, x), cell("failures", s, x), cell("unserved", s, x))
    }
}

# Where no request was both asked for and answered in the measured time, there is nothing to be said, and
# that is not the same as unknown; and what costs nobody anything has no cost.
function latency(metric, server, x) {
    return (!has(metric, server, x) && (metric != "cost" || median("throughput", server, x) == 0) ? "-" \
        : cell(metric, server, x))
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
        printf("text\tIdle clients on whom the server hung up:%s\n", text) > part
    if (limited > 0)
        printf("text\tIn %d of %d measurements the load generator was busy for over 90 %% of the time. There throughput and latency say as much of it as of the server, and the server may be able to do more; what a request costs the server holds all the same.\n",
            limited, points) > part
}

END {
    if (x_count == 0) {
        print "bench: nothing was measured of: " title > "/dev/stderr"
        exit 0
    }
    sort_list(xs, x_count)
    sort_list(servers, server_count)
    for (i = 1; i <= server_count; i++) {
        styles[i] = style_of(servers[i])
        floor_count += is_floor(servers[i])
    }
    write_data()
    part = folder "/data/" experiment ".part"
    printf("title\t%s\ntext\t%s\n", title, done) > part
    plot_count = split(plots, list, " ")
    for (p = 1; p <= plot_count; p++) {
        split(list[p], pair, ":")
        if (!can_draw(pair[1])) {
            printf("text\t%s: unknown on this system.\n", label_of[pair[1]]) > part
            continue
        }
        write_plot(pair[1], pair[2])
        print experiment "-" pair[1] >> (folder "/data/plots")
        printf("plot\t%s\t%s\ntext\tWhat to see: %s\n", experiment "-" pair[1], finding(pair[1], pair[2]), see(pair[1])) > part
    }
    if (plot_count > 0) {
        write_table(part, compare_x("failures"))
        write_notes(part)
        printf("text\tWhy: %s\n", why) > part
    }
}
