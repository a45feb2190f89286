# curve.awk - the plot of latency by percentile, from the distributions that bench/load --percentiles has left in
# data/EXPERIMENT-SERVER-ROUND.hgrm: lines of value, percentile, how many are not greater, and 1 / (1 - percentile),
# which is the axis: each step to the right halves the share of the requests that take longer.

# The run to draw: the one whose figure is the median of all runs. (Curves are not averaged.)
function median_round(metric, server, x,    n, m, below, best) {
    for (n = 1; n <= runs[metric, server, x]; n++) {
        below = 0
        for (m = 1; m <= runs[metric, server, x]; m++)
            below += (value_of[metric, server, x, m] < value_of[metric, server, x, n] \
                || (value_of[metric, server, x, m] == value_of[metric, server, x, n] && m < n))
        if (below == int((runs[metric, server, x] - 1) / 2))
            best = n
    }
    return round_of[server, x, best]
}

# Copies a curve from its half to its end; the last value is the label's place. False if there is none. Sets curve_bound if
# the end is a lower bound.
function copy_curve(source, file,    line, part, count) {
    curve_bound = 0
    while ((getline line < source) > 0) {
        if (line ~ /^#\[At least: from /) {
            split(line, part, " ")
            curve_bound = (part[4] + 0 <= curve_end + 0)
        }
        sub(/^[ \t]+/, "", line)
        split(line, part, /[ \t]+/)
        if (part[1] !~ /^[0-9.]+$/ || part[4] !~ /^[0-9.]+$/ || part[4] < 2 || part[4] > 10000)
            continue
        printf("%g %g\n", part[4], part[1]) > file
        note_extent(part[1], 1)
        curve_end = part[1]
        count++
    }
    close(source)
    return count > 0
}

function write_percentiles(name, metric,    file, data, i, x, n, order, list, j, text, bounds, limits) {
    file = "data/" name ".gp"
    data = "data/" name ".dat"
    x = compare_x(metric)
    extent_low = extent_high = ""
    printf("# 1 / (1 - percentile), latency in ms\n") > data
    printf("# made from results.csv and the .hgrm files: what plot.gp draws\ndata = \"%s\"\n", data) > file
    for (i = 1; i <= server_count; i++) {
        printf("# %s, round %s\n", servers[i], median_round(metric, servers[i], x)) > data
        if (has(metric, servers[i], x) && copy_curve("data/" experiment "-" servers[i] "-" median_round(metric, servers[i], x) ".hgrm", data)) {
            list[i] = ln(curve_end)
            text[i] = servers[i] (curve_bound ? " (≥)" : "")
            bounds += curve_bound
            limits += is_limited(metric, servers[i], x)
            for (j = ++n; j > 1 && list[order[j - 1]] > list[i]; j--)
                order[j] = order[j - 1]
            order[j] = i
        } else
            printf("NaN NaN\n") > data
        printf("\n\n") > data
    }
    close(data)
    write_words(file, finding(metric, "least"), title ", " number(x) " " x_noun ", for " seconds " s; " \
        (most_runs == 1 ? "one run" : "of up to " most_runs " runs the one with the median p99.9") \
        (bounds ? "; ≥: its end is a lower bound, as some were still waiting" : "") \
        (limits ? "; dashed: the load generator was the limit" : "") thin_in_words() disturbed_in_words())
    write_tics(file, extent_low - 0.4, extent_high + 0.4)
    printf("set xlabel \"share of the requests that take at most so long\"\nset ylabel \"latency, ms\"\n") > file
    printf("set logscale x\nset xrange [2:10000]\nset xtics (\"50 %%%%\" 2, \"90 %%%%\" 10, \"99 %%%%\" 100, \"99.9 %%%%\" 1000, \"99.99 %%%%\" 10000)\n") > file
    printf("set logscale y\nset yrange [exp(%g):exp(%g)]\n", extent_low - 0.4, extent_high + 0.4) > file
    spread_labels(n, list, order, (extent_high - extent_low + 0.8) * 0.058, extent_low - 0.4, extent_high + 0.4)
    for (i = 1; i <= n; i++)
        printf("set label \"%s\" at graph 1.015, first exp(%g) left textcolor rgb colour(%d)\n", text[order[i]],
            label_y[i], styles[order[i]]) > file
    curve_file = file
    curves = 0
    for (i = 1; i <= server_count; i++)
        if (i in list)
            curve("data index " (i - 1) " using 1:2 with lines lw " (is_beyond(servers[i]) ? 1 : 2.5) \
                (is_limited(metric, servers[i], x) ? " dt 2" : "") " lc rgb colour(" styles[i] ")")
    printf("\n") > file
    close(file)
    print name >> "data/plots"
}
