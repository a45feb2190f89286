# medians.awk - reads results.csv for one experiment, and answers: what did this server come to at this x?
#
# Percentiles of several runs are not averaged: each figure is the median of the runs' figures, with the
# least and the greatest beside it. What was not measured, or is unknown, is no zero: has() says so.
# Runs that others disturbed (clean is 0) are left out, unless with_disturbed is set. With met=02 only the
# stages up to 02 are looked at.

# limited: the figure says as much of the load generator as of the server where the generator was the limit.
function define_metric(name, column, divisor, label, logarithmic, limited) {
    metrics[++metric_count] = name
    column_of[name] = column
    divisor_of[name] = divisor
    label_of[name] = label
    logarithmic_of[name] = logarithmic
    limited_of[name] = limited
}

BEGIN {
    FS = ","
    define_metric("throughput", "requests_per_s", 1, "requests a second", 0, 1)
    define_metric("mean", "mean_us", 1000, "mean latency, ms", 1, 1)
    define_metric("p50", "p50_us", 1000, "median latency, ms", 1, 1)
    define_metric("p99", "p99_us", 1000, "p99 latency, ms", 1, 1)
    define_metric("p999", "p999_us", 1000, "p99.9 latency, ms", 1, 1)
    define_metric("cost", "server_cpu_us_per_request", 1, "server CPU per request, µs", 0, 0)
    define_metric("memory", "server_pss_kib", 1024, "memory of the server (PSS), MiB", 1, 0)
    define_metric("unserved", "unserved", 1, "unserved clients", 0, 0)
    define_metric("failures", "failures", 1, "failures", 0, 0)
    define_metric("peak", "server_peak_kib", 1024, "peak memory of its largest process, MiB", 0, 0)
    define_metric("processes", "server_processes", 1, "processes", 0, 0)
    define_metric("threads", "server_threads", 1, "threads", 0, 0)
    define_metric("seconds", "server_cpu_s", 1, "CPU time, s", 0, 0)
    define_metric("timed_out", "timed_out", 1, "requests timed out", 0, 0)
    define_metric("unfinished", "unfinished", 1, "requests unfinished", 0, 0)
    define_metric("overdue", "overdue", 1, "requests overdue", 0, 0)
    define_metric("rate", "rate", 1, "requests due a second", 0, 0)
    define_metric("latencies", "latencies", 1, "latencies", 0, 0)
    define_metric("slow_failures", "slow_failures", 1, "failures of slow clients", 0, 0)
    define_metric("idle_closed", "idle_closed", 1, "idle clients that the server hung up on", 0, 0)
    cut_metrics = " mean p50 p99 p999 "
}

FNR == 1 {
    for (i = 1; i <= NF; i++)
        field[$i] = i
    next
}

function is_met(server) {
    return met == "" || (server ~ /^(floor-)?0[1-5]-/ && substr(server, index(server, "0"), 2) <= met)
}

$1 == experiment && is_met($2) {
    if (!($2 in known)) {
        known[$2] = 1
        servers[++server_count] = $2
    }
    if (!(($3 + 0) in known_x)) {
        known_x[$3 + 0] = 1
        xs[++x_count] = $3 + 0
    }
    measurements++
    if ("clean" in field && $field["clean"] == 0) {
        if (!with_disturbed) {
            disturbed++
            next
        }
        disturbed_kept++
    }
    limited_runs[$2, $3 + 0] += ($field["load_busy"] > 0.9)
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
    if (metric == "failures")
        round_of[server, x, n] = $4
    if (index(cut_metrics, " " metric " ") && "at_least_from_us" in field && $field["at_least_from_us"] != "")
        cut_runs[metric, server, x] += (metric == "mean" || value + 0 >= $field["at_least_from_us"] + 0)
}

# In all of the runs: a median of those that came off well would be no median.
function has(metric, server, x) {
    return ((metric, server, x) in runs) && runs[metric, server, x] == runs["failures", server, x]
}

# Whether the load generator was the limit here, so that the figure says nothing of the server.
function is_limited(metric, server, x) {
    return limited_of[metric] && limited_runs[server, x] * 2 > runs["failures", server, x]
}

# What a finding may be made of.
function can_claim(metric, server, x) {
    return has(metric, server, x) && !is_limited(metric, server, x)
}

# Whether the median is a lower bound, because a client was still waiting when the time was up.
function is_at_least(metric, server, x) {
    return cut_runs[metric, server, x] * 2 > runs[metric, server, x]
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

# Of the labs, beyond the five: drawn thinner.
function is_beyond(server) {
    return server == "epoll" || server == "prefork" || server == "together"
}

# A stage has its colour and its point in every plot, and its floor the same; so have the three beyond; others
# get the rest.
function style_of(server) {
    if (server ~ /^(floor-)?0[1-5]-/) {
        sub(/^floor-/, "", server)
        return substr(server, 2, 1) + 0
    }
    if (is_beyond(server))
        return (server == "epoll" ? 6 : server == "prefork" ? 7 : 8)
    return 8 + ++other_styles
}

function number(value) {
    if (value >= 1000)
        return number(int((value + 0.5) / 1000)) sprintf(",%03d", int(value + 0.5) % 1000)
    return sprintf(value >= 100 || value == int(value) ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
}

# The median in words, with "at least" where that is all that is known.
function shown(metric, server, x) {
    return (is_at_least(metric, server, x) ? "at least " : "") number(median(metric, server, x))
}

# The last (step -1) or first (step 1) x at which this server was measured; "" if nowhere.
function end_x(metric, server, step,    j) {
    for (j = (step > 0 ? 1 : x_count); j >= 1 && j <= x_count; j += step)
        if (has(metric, server, xs[j]))
            return xs[j]
    return ""
}

# How many servers have been measured at x; and of how many of them something can be claimed.
function measured_at(x,    i, count) {
    for (i = 1; i <= server_count; i++)
        count += (!is_floor(servers[i]) && has("failures", servers[i], x))
    return count + 0
}

function claims_at(metric, x,    i, count) {
    for (i = 1; i <= server_count; i++)
        count += (!is_floor(servers[i]) && has("failures", servers[i], x) && !is_limited(metric, servers[i], x))
    return count + 0
}

# Where the servers are compared: the greatest x at which there is something to say of two thirds of them; or else, where
# there is most to say. (A run can be cut short, and the load generator can be the limit.)
function compare_x(metric,    j, all, most, x) {
    for (j = 1; j <= x_count; j++)
        if (measured_at(xs[j]) > all)
            all = measured_at(xs[j])
    for (j = x_count; j >= 1; j--)
        if (measured_at(xs[j]) == all && 3 * claims_at(metric, xs[j]) >= 2 * all)
            return xs[j]
    for (j = 1; j <= x_count; j++)
        if (claims_at(metric, xs[j]) > 0 && claims_at(metric, xs[j]) >= most) {
            most = claims_at(metric, xs[j])
            x = xs[j]
        }
    return (x == "" && metric != "failures" ? compare_x("failures") : x)
}
