# summarise.awk - from results.csv to one experiment's medians: a data file and the plots' words for
# gnuplot (in FOLDER/data), and a table on standard output.
# usage: awk -v experiment=short -v title=... -v x_label=... -v seconds=... -v folder=... -f summarise.awk results.csv
#
# Percentiles of several runs are not averaged: each figure is the median of the runs' figures, with
# the least and the greatest beside it.

BEGIN {
    FS = ","
    data = folder "/data/" experiment ".dat"
}

FNR == 1 {
    for (i = 1; i <= NF; i++)
        column[$i] = i
    next
}

$1 == experiment {
    server = $2
    x = $3 + 0
    if (!(server in known)) {
        known[server] = 1
        servers[++server_count] = server
    }
    if (!(x in known_x)) {
        known_x[x] = 1
        xs[++x_count] = x
    }
    n = ++runs[server, x]
    if (n > most_runs)
        most_runs = n
    keep("throughput", $column["requests_per_s"])
    keep("p50", $column["p50_us"] / 1000)
    keep("p99", $column["p99_us"] / 1000)
    keep("cpu", $column["server_cpu_us_per_request"])
    failures[server] += $column["failures"]
    stuck[server] += $column["stuck"]
}

function keep(what, value) {
    value_of[what, server, x, n] = value + 0
}

# The m-th smallest of the runs' values; 0 < m <= 1.
function quantile(what, server, x, m,    i, j, count, sorted, value) {
    count = runs[server, x]
    for (i = 1; i <= count; i++) {
        value = value_of[what, server, x, i]
        for (j = i - 1; j > 0 && sorted[j] > value; j--)
            sorted[j + 1] = sorted[j]
        sorted[j + 1] = value
    }
    i = int(1 + (count - 1) * m + 0.5)
    return sorted[i]
}

function median(what, server, x) {
    return quantile(what, server, x, 0.5)
}

function sort_numbers(list, count,    i, j, value) {
    for (i = 2; i <= count; i++) {
        value = list[i]
        for (j = i - 1; j > 0 && list[j] > value; j--)
            list[j + 1] = list[j]
        list[j + 1] = value
    }
}

# A stage has its colour and its point in every plot; others get those that are left.
function style_of(server) {
    return server ~ /^0[1-5]-/ ? substr(server, 2, 1) + 0 : 5 + ++other_styles
}

function number(value) {
    if (value >= 1000)
        return sprintf("%d,%03d", int((value + 0.5) / 1000), int(value + 0.5) % 1000)
    return sprintf(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
}

function runs_in_words() {
    return most_runs == 1 ? "one run" : "median of " most_runs " runs, bars from the least to the most"
}

# Where the servers are compared: the greatest x at which all were measured (a run can be cut short).
function last_common_x(    i, j, all) {
    for (j = x_count; j > 1; j--) {
        all = 1
        for (i = 1; i <= server_count; i++)
            all = all && runs[servers[i], xs[j]]
        if (all)
            break
    }
    return xs[j]
}

# The last x at which this server was measured.
function last_x_of(server,    j) {
    for (j = x_count; j > 1 && !runs[server, xs[j]]; j--) { }
    return xs[j]
}

# The server with the best and the worst value at the last x; sets best and worst.
function find_extremes(what, higher_is_better,    i, value, top, bottom) {
    best = worst = ""
    for (i = 1; i <= server_count; i++) {
        if (!runs[servers[i], last_x])
            continue
        value = median(what, servers[i], last_x)
        if (best == "" || (higher_is_better ? value > top : value < top)) {
            best = servers[i]
            top = value
        }
        if (worst == "" || (higher_is_better ? value < bottom : value > bottom)) {
            worst = servers[i]
            bottom = value
        }
    }
    best_value = top
    worst_value = bottom
    ratio = higher_is_better ? top / (bottom > 0 ? bottom : 1) : bottom / (top > 0 ? top : 1)
}

# The finding, in words, from the figures themselves.
function finding(plot) {
    if (plot == "throughput") {
        find_extremes("throughput", 1)
        if (ratio < 1.15)
            return sprintf("With %d clients all servers answer about as many requests a second", last_x)
        return sprintf("With %d clients, %s answers %.1f times as many requests as %s", last_x, best, ratio, worst)
    }
    if (plot == "latency") {
        find_extremes("p99", 0)
        return sprintf("With %d clients, 1 request in 100 takes %s ms or more with %s, %s ms with %s", last_x,
                       number(best_value), best, number(worst_value), worst)
    }
    find_extremes("cpu", 0)
    return sprintf("With %d clients, a request costs %s %s µs of CPU, and %s %s: %.1f times as much", last_x, best,
                   number(best_value), worst, number(worst_value), ratio)
}

function write_plot(plot, what, ylabel, logarithmic,    i, j, file, y, low, high, gap, at, order, separation, list) {
    file = folder "/data/" experiment "-" plot ".gp"
    printf("# made from results.csv: what plot.gp draws\n") > file
    printf("set label \"{/:Bold %s}\" at graph 0, graph 1.13 left\n", finding(plot)) > file
    printf("set label \"%s, %s s a point; %s\" at graph 0, graph 1.07 left textcolor rgb \"#666666\"\n",
        title, seconds, runs_in_words()) > file
    printf("set xlabel \"%s\"\nset ylabel \"%s\"\n", x_label, ylabel) > file
    printf("set logscale x 2\nset xtics (") > file
    for (i = 1; i <= x_count; i++)
        printf("%s\"%d\" %d", i > 1 ? ", " : "", xs[i], xs[i]) > file
    printf(")\nset xrange [%g:%g]\n", xs[1] / 1.15, xs[x_count] * 1.15) > file

    # Labels at the right end of each line, moved apart where they would lie on each other.
    for (i = 1; i <= server_count; i++) {
        y = median(what, servers[i], last_x_of(servers[i]))
        list[i] = logarithmic ? log(y > 0 ? y : 1e-6) : y
        order[i] = i
    }
    for (i = 1; i <= server_count; i++)
        for (j = 1; j <= x_count; j++) {
            if (!runs[servers[i], xs[j]])
                continue
            y = quantile(what, servers[i], xs[j], 1)
            y = logarithmic ? log(y > 0 ? y : 1e-6) : y
            if (high == "" || y > high) high = y
            y = quantile(what, servers[i], xs[j], 0)
            y = logarithmic ? log(y > 0 ? y : 1e-6) : 0
            if (low == "" || y < low) low = y
        }
    if (logarithmic)
        printf("set logscale y\nset yrange [%g:%g]\n", exp(low) / 1.4, exp(high) * 1.4) > file
    else
        printf("set yrange [0:*]\n") > file
    separation = (high - low) * 0.055
    for (i = 2; i <= server_count; i++) {
        at = order[i]
        for (j = i - 1; j > 0 && list[order[j]] > list[at]; j--)
            order[j + 1] = order[j]
        order[j + 1] = at
    }
    for (i = 1; i <= server_count; i++) {
        y = list[order[i]]
        if (i > 1 && y < gap + separation)
            y = gap + separation
        gap = y
        printf("set label \"%s\" at graph 1.015, first %g left textcolor rgb colour(%d)\n", servers[order[i]],
            logarithmic ? exp(y) : y, styles[order[i]]) > file
    }
    printf("column = %d\n", column_of[what]) > file
    printf("plot ") > file
    for (i = 1; i <= server_count; i++)
        printf("%sdata index %d using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(%d)",
            i > 1 ? ", " : "", i - 1, styles[i]) > file
    for (i = 1; i <= server_count; i++)
        printf(", data index %d using 1:column with linespoints lw 2 pt point(%d) lc rgb colour(%d)",
            i - 1, styles[i], styles[i]) > file
    printf("\n") > file
    close(file)
}

function write_data(    i, j, k, what) {
    split("throughput p50 p99 cpu", what, " ")
    for (i = 1; i <= server_count; i++) {
        printf("# %s: x, then median, least and most of requests a second, p50 (ms), p99 (ms), CPU a request (µs)\n",
            servers[i]) > data
        for (j = 1; j <= x_count; j++) {
            if (!runs[servers[i], xs[j]])
                continue
            printf("%d", xs[j]) > data
            for (k = 1; k <= 4; k++)
                printf(" %g %g %g", median(what[k], servers[i], xs[j]), quantile(what[k], servers[i], xs[j], 0),
                    quantile(what[k], servers[i], xs[j], 1)) > data
            printf("\n") > data
        }
        printf("\n\n") > data
    }
    close(data)
    for (k = 1; k <= 4; k++)
        column_of[what[k]] = 3 * k - 1
}

function table_row(server,    i, j, x) {
    printf "  %-20s", server
    for (i = 1; i <= 3; i++) {
        x = shown[i]
        if (x == "" || !runs[server, x])
            printf "  %8s %7s", "-", "-"
        else
            printf "  %8s %7s", number(median("throughput", server, x)), number(median("p99", server, x))
    }
    printf "  %9s %8d %5d\n", number(median("cpu", server, last_x_of(server))), failures[server], stuck[server]
}

END {
    if (x_count == 0) {
        print "bench: nothing was measured" > "/dev/stderr"
        exit 1
    }
    sort_numbers(xs, x_count)
    sort_numbers(servers, server_count)
    last_x = last_common_x()
    for (i = 1; i <= server_count; i++)
        styles[i] = style_of(servers[i])
    write_data()
    write_plot("throughput", "throughput", "requests a second", 0)
    write_plot("latency", "p99", "p99 latency, ms", 1)
    write_plot("cost", "cpu", "server CPU per request, µs", 0)

    shown[1] = xs[1]
    if (x_count > 2 && xs[int((x_count + 1) / 2)] < last_x)
        shown[2] = xs[int((x_count + 1) / 2)]
    if (x_count > 1)
        shown[3] = last_x
    printf "%s (%d run%s, %s s a point; requests a second, and p99 in ms)\n\n", title, most_runs,
        (most_runs == 1 ? "" : "s"), seconds
    printf "  %-20s", x_label ":"
    for (i = 1; i <= 3; i++)
        printf "  %16s", shown[i]
    printf "  %9s %8s %5s\n", "CPU µs/req", "failures", "stuck"
    for (i = 1; i <= server_count; i++)
        table_row(servers[i])
}
