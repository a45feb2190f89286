# medians.awk - reads results.csv for one experiment, and answers: what did this server come to at this x?
#
# Percentiles of several runs are not averaged: each figure is the median of the runs' figures, with the
# least and the greatest beside it. What was not measured, or is unknown, is no zero: has() says so.

function define_metric(name, column, divisor, label, logarithmic) {
    metrics[++metric_count] = name
    column_of[name] = column
    divisor_of[name] = divisor
    label_of[name] = label
    logarithmic_of[name] = logarithmic
}

BEGIN {
    FS = ","
    define_metric("throughput", "requests_per_s", 1, "requests a second", 0)
    define_metric("p50", "p50_us", 1000, "median latency, ms", 1)
    define_metric("p99", "p99_us", 1000, "p99 latency, ms", 1)
    define_metric("cost", "server_cpu_us_per_request", 1, "server CPU per request, µs", 0)
    define_metric("memory", "server_pss_kib", 1024, "memory of the server (PSS), MiB", 1)
    define_metric("unserved", "unserved", 1, "clients that are never answered", 0)
    define_metric("stuck", "stuck", 1, "clients that are never answered", 0) # the sample, until it is made anew
    define_metric("failures", "failures", 1, "failures", 0)
    define_metric("peak", "server_peak_kib", 1024, "peak memory of its largest process, MiB", 0)
    define_metric("processes", "server_processes", 1, "processes", 0)
    define_metric("threads", "server_threads", 1, "threads", 0)
    define_metric("seconds", "server_cpu_s", 1, "CPU time, s", 0)
    define_metric("overdue", "overdue", 1, "requests overdue", 0)
    define_metric("slow_failures", "slow_failures", 1, "failures of slow clients", 0)
    define_metric("idle_closed", "idle_closed", 1, "idle clients that the server hung up on", 0)
    define_metric("busy", "load_busy", 1, "share of the time that the load was busy", 0)
}

FNR == 1 {
    for (i = 1; i <= NF; i++)
        field[$i] = i
    next
}

$1 == experiment {
    if (!($2 in known)) {
        known[$2] = 1
        servers[++server_count] = $2
    }
    if (!(($3 + 0) in known_x)) {
        known_x[$3 + 0] = 1
        xs[++x_count] = $3 + 0
    }
    if ($2 !~ /^floor-/) {
        points++
        limited += ($field["load_busy"] > 0.9)
    }
    for (i = 1; i <= metric_count; i++)
        if (column_of[metrics[i]] in field)
            keep(metrics[i], $2, $3 + 0, $field[column_of[metrics[i]]])
}

function keep(metric, server, x, value,    n) {
    if (value == "")
        return
    n = ++runs[metric, server, x]
    if (n > most_runs)
        most_runs = n
    value_of[metric, server, x, n] = value / divisor_of[metric]
}

# In all of the runs: a median of those that came off well would be no median.
function has(metric, server, x) {
    return ((metric, server, x) in runs) && runs[metric, server, x] == runs["failures", server, x]
}

# The value that a share m (0 to 1) of the runs' values do not exceed.
function quantile(metric, server, x, m,    i, j, count, sorted, value) {
    count = runs[metric, server, x]
    for (i = 1; i <= count; i++) {
        value = value_of[metric, server, x, i]
        for (j = i - 1; j > 0 && sorted[j] > value; j--)
            sorted[j + 1] = sorted[j]
        sorted[j + 1] = value
    }
    # Of an even number the median is halfway between the middle two.
    i = int(1 + (count - 1) * m)
    j = (i < 1 + (count - 1) * m ? i + 1 : i)
    return (sorted[i] + sorted[j]) / 2
}

function median(metric, server, x) {
    return quantile(metric, server, x, 0.5)
}

function sort_list(list, count,    i, j, value) {
    for (i = 2; i <= count; i++) {
        value = list[i]
        for (j = i - 1; j > 0 && list[j] > value; j--)
            list[j + 1] = list[j]
        list[j + 1] = value
    }
}

function is_floor(server) {
    return server ~ /^floor-/
}

# A stage has its colour and its point in every plot, and its floor the same; others get the rest.
function style_of(server) {
    if (server ~ /^(floor-)?0[1-5]-/) {
        sub(/^floor-/, "", server)
        return substr(server, 2, 1) + 0
    }
    return 5 + ++other_styles
}

function number(value) {
    if (value >= 1000)
        return sprintf("%d,%03d", int((value + 0.5) / 1000), int(value + 0.5) % 1000)
    return sprintf(value >= 100 || value == int(value) ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
}

# The last (step -1) or first (step 1) x at which this server was measured; "" if nowhere.
function end_x(metric, server, step,    j) {
    for (j = (step > 0 ? 1 : x_count); j >= 1 && j <= x_count; j += step)
        if (has(metric, server, xs[j]))
            return xs[j]
    return ""
}

# Where the servers are compared: the greatest x with the most of them (a run can be cut short).
function compare_x(metric,    i, j, count, most, x) {
    for (j = 1; j <= x_count; j++) {
        count = 0
        for (i = 1; i <= server_count; i++)
            count += (!is_floor(servers[i]) && has(metric, servers[i], xs[j]))
        if (count > 0 && count >= most) {
            most = count
            x = xs[j]
        }
    }
    return x
}
