# plots.awk - what plot.gp draws: DATA.dat with the figures, NAME.gp with the words, the axes and the curves.

# Where x lies on the logarithmic axis; 0 has no logarithm, and gets a place left of the others.
function place(x) {
    return (x > 0 ? x : x_count > 1 ? xs[2] / 4 : 1)
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

# A block for each server, with a line for each x: median, least, most, whether the load was the limit, and whether
# it is a lower bound. Then a block for each expected line.
function write_data(metric, file,    i, j, server, x) {
    printf("# x, median, least, most, 1 where the load was the limit, 1 where it is \"at least\"\n") > file
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        printf("# %s\n", server) > file
        for (j = 1; j <= x_count; j++) {
            x = xs[j]
            if (has(metric, server, x))
                printf("%g %g %g %g %d %d\n", place(x), median(metric, server, x), quantile(metric, server, x, 0),
                    quantile(metric, server, x, 1), is_limited(metric, server, x), is_at_least(metric, server, x)) > file
            else
                printf("%g NaN NaN NaN 0 0\n", place(x)) > file
        }
        printf("\n\n") > file
    }
    for (i = 1; i <= line_count; i++) {
        printf("# expected of %s: %s\n", line_server[i], name_of_line[metric, line_server[i]]) > file
        write_expected(metric, line_server[i], file)
        printf("\n\n") > file
    }
    close(file)
}

# A straight line is a curve on the logarithmic axis, and wants more points.
function write_expected(metric, server, file,    j, k, x) {
    for (j = 1; j <= x_count; j++) {
        if (expected(metric, server, xs[j]) != "")
            printf("%g %g\n", place(xs[j]), expected(metric, server, xs[j])) > file
        for (k = 1; k < 8 && j < x_count && xs[j] > 0 && kind_of[metric, server] == "linear"; k++) {
            x = xs[j] + (xs[j + 1] - xs[j]) * k / 8
            if (expected(metric, server, x) != "")
                printf("%g %g\n", place(x), expected(metric, server, x)) > file
        }
    }
}

# Of a line that ends before the others: where.
function until(metric, server,    x) {
    x = end_x(metric, server, -1)
    return (x == xs[x_count] ? "" : " (to " number(x) ")")
}

# What is too long for one line goes on in the next. Sets wrapped[1 … ], returns how many.
function wrap(text, most,    i, count) {
    while (length(text) > most) {
        for (i = most; i > 1 && substr(text, i, 1) != " "; i--) { }
        wrapped[++count] = substr(text, 1, i - 1)
        text = substr(text, i + 1)
    }
    wrapped[++count] = text
    return count
}

# Title and what was done, at the top; the plot begins below them, however many lines they take.
function write_words(file, title_text, words,    i, n, y) {
    y = 0.96
    n = wrap(title_text, 86)
    for (i = 1; i <= n; i++) {
        printf("set label \"{/:Bold %s}\" at screen 0.02, screen %g left\n", wrapped[i], y) > file
        y -= 0.046
    }
    n = wrap(words, 98)
    for (i = 1; i <= n; i++) {
        printf("set label \"{/*0.9 %s}\" at screen 0.02, screen %g left textcolor rgb \"#666666\"\n", wrapped[i], y) > file
        y -= 0.041
    }
    printf("set tmargin at screen %g\n", y - 0.01) > file
}

function curve(text) {
    printf("%s%s", (curves++ ? ", \\\n     " : "plot "), text) > curve_file
}

# From behind to front: what is expected, the floors, the bars, the lines, the points. A point at which the load was
# the limit is hollow; a point that is a lower bound has an arrow.
function write_curves(file, metric,    i, style, thin, points) {
    curve_file = file
    curves = 0
    for (i = 1; i <= line_count; i++)
        curve("data index " (server_count + i - 1) " using 1:2 with lines lw 1.5 dt 3 lc rgb " line_colour(metric, i))
    for (i = 1; i <= server_count; i++)
        if (is_drawn(metric, servers[i]) && is_floor(servers[i]))
            curve("data index " (i - 1) " using 1:2 with lines lw 1 dt 2 lc rgb colour(" styles[i] ")")
    for (i = 1; i <= server_count; i++)
        if (is_drawn(metric, servers[i]) && !is_floor(servers[i]))
            curve("data index " (i - 1) " using 1:2:3:4 with yerrorbars lw 1 pt 0 lc rgb colour(" styles[i] ")")
    for (i = 1; i <= server_count; i++) {
        if (!is_drawn(metric, servers[i]) || is_floor(servers[i]))
            continue
        style = " lc rgb colour(" styles[i] ")"
        thin = is_beyond(servers[i])
        curve("data index " (i - 1) " using 1:2 with lines lw " (thin ? 1 : 2.5) style)
        points = "data index " (i - 1) " using 1:($5 > 0 ? %s) with points ps " (thin ? 0.9 : 1) " pt filled(" styles[i] ")"
        if (some_point(metric, servers[i], "full"))
            curve(sprintf(points, "NaN : $2") style)
        if (some_point(metric, servers[i], "hollow")) {
            curve(sprintf(points, "$2 : NaN") " lc rgb \"#ffffff\"")
            sub(/filled/, "hollow", points)
            curve(sprintf(points, "$2 : NaN") " lw 1.5" style)
        }
        if (some_point(metric, servers[i], "arrow"))
            curve("data index " (i - 1) " using 1:($6 > 0 ? $2 : NaN):(0):(rise($2)) with vectors filled lw 1.2" style)
    }
    printf("\n") > file
}

# What is expected of one server alone has its colour.
function line_colour(metric, line,    i) {
    for (i = 1; i <= server_count && servers[i] != line_server[line]; i++) { }
    return (kind_of[metric, line_server[line]] == "number" ? "\"#777777\"" : "colour(" styles[i] ")")
}

# Whether this server has a point of this kind in the plot.
function some_point(metric, server, kind,    j) {
    for (j = 1; j <= x_count; j++)
        if (has(metric, server, xs[j]) && (kind == "arrow" ? is_at_least(metric, server, xs[j]) \
            : is_limited(metric, server, xs[j]) == (kind == "hollow")))
            return 1
    return 0
}

function any_point(metric, kind,    i) {
    for (i = 1; i <= server_count; i++)
        if (!is_floor(servers[i]) && some_point(metric, servers[i], kind))
            return 1
    return 0
}

# "median of 3 runs, bars from the least to the most": of how many, at the points that are drawn.
function runs_in_words(metric,    i, j, n, least, most) {
    for (i = 1; i <= server_count; i++)
        for (j = 1; j <= x_count; j++)
            if (!is_floor(servers[i]) && has(metric, servers[i], xs[j])) {
                n = runs[metric, servers[i], xs[j]]
                if (least == "" || n < least) least = n
                if (n > most) most = n
            }
    return (most == 1 ? "one run" : "median of " (least < most ? least " to " : "") most " runs, bars from the least to the most")
}

function thin_in_words(    i) {
    for (i = 1; i <= server_count; i++)
        if (is_beyond(servers[i]))
            return "; thin: beyond the five"
    return ""
}

function disturbed_in_words() {
    return (disturbed_kept ? "; disturbed: not to be quoted" : "")
}

# The number at the axis; none where it would touch the one before it. (A character is about a 55th of the axis wide.)
function tic(i,    j, axis, room) {
    axis = ln(place(xs[x_count]) / place(xs[1])) + 0.28
    for (j = i - 1; j >= 1 && left_out[j]; j--) { }
    room = (j < 1 ? axis : ln(place(xs[i]) / place(xs[j])))
    left_out[i] = room / axis * 55 < (length(number(xs[i])) + (j < 1 ? 0 : length(number(xs[j])))) / 2 + 1
    return (left_out[i] ? "" : number(xs[i]))
}

function write_plot(name, metric, kind,    file, i, words) {
    file = "data/" name ".gp"
    find_lines(metric)
    write_data(metric, "data/" name ".dat")
    words = title ", " seconds " s a point; " runs_in_words(metric)
    if (metric == "cost" && floor_count > 0) words = words "; dashed: the model\047s floor"
    if (any_point(metric, "hollow")) words = words "; hollow: the load generator was the limit"
    if (any_point(metric, "arrow")) words = words "; arrow: at least, as some were still waiting"
    if (line_count > 0) words = words "; dotted: expected"
    words = words thin_in_words() disturbed_in_words()
    printf("# made from results.csv: what plot.gp draws\ndata = \"data/%s.dat\"\n", name) > file
    write_words(file, finding(metric, kind), words)
    printf("set xlabel \"%s\"\nset ylabel \"%s\"\n", x_label, label_of[metric]) > file
    printf("set logscale x 2\nset xtics (") > file
    for (i = 1; i <= x_count; i++)
        printf("%s\"%s\" %g", (i > 1 ? ", " : ""), tic(i), place(xs[i])) > file
    printf(")\nset xrange [%g:%g]\n", place(xs[1]) / 1.15, place(xs[x_count]) * 1.15) > file
    write_labels(file, metric)
    write_curves(file, metric)
    close(file)
    print name >> "data/plots"
}
