# labels.awk - the y axis of a plot, and the names at the right ends of its lines.

# The natural logarithm: busybox may come without. (gnuplot has exp(), for the way back.)
function ln(value,    y, power, sum, k) {
    for (; value > 1.5; value /= 2)
        sum += 0.69314718056
    for (; value < 0.75; value *= 2)
        sum -= 0.69314718056
    y = power = (value - 1) / (value + 1)
    for (k = 1; k < 16; k += 2) {
        sum += 2 * power / k
        power *= y * y
    }
    return sum + 0
}

function scaled(value, logarithmic) {
    return (logarithmic ? ln(value) : value)
}

function note_extent(value, logarithmic) {
    if (logarithmic && value <= 0)
        return
    value = scaled(value, logarithmic)
    if (extent_high == "" || value > extent_high) extent_high = value
    if (extent_low == "" || value < extent_low) extent_low = value
}

# Where the axis is shorter than one and a half powers of ten, gnuplot writes one number, or none: then these.
function write_tics(file, low, high,    list, count, factors, power, i, text) {
    if (high - low >= 1.5 * ln(10))
        return
    count = split(high - low < 0.5 * ln(10) ? "1 1.5 2 3 4 5 7" : "1 2 5", factors, " ")
    for (power = 0.00001; power <= 10000000; power *= 10)
        for (i = 1; i <= count; i++)
            if (ln(factors[i] * power) >= low && ln(factors[i] * power) <= high)
                text = text (text == "" ? "" : ", ") sprintf("%g", factors[i] * power)
    printf("set ytics (%s)\n", text) > file
}

# Three and more lines that end at the same figure share one label, "02, 03, 05: 0", in as many lines as it needs.
function join_labels(metric, text, colour, list,    i, j, n, k, value, members, piece, name) {
    for (i = 1; i <= server_count; i++) {
        if (!(i in list))
            continue
        n = 0
        for (j = i; j <= server_count; j++)
            if (j in list && list[j] == list[i] && until(metric, servers[j]) == until(metric, servers[i]))
                members[++n] = j
        if (n < 3)
            continue
        value = list[i]
        k = 1
        piece[k] = ""
        for (j = 1; j <= n; j++) {
            name = short_name(servers[members[j]]) (j < n ? ", " : ": " number(end_value[i]) until(metric, servers[i]))
            if (length(piece[k] name) > 25)
                piece[++k] = ""
            piece[k] = piece[k] name
            delete list[members[j]]
        }
        # Labels at the same height go upwards in the order of the servers; the pieces go downwards.
        for (j = 1; j <= k; j++) {
            list[members[n + 1 - j]] = value
            text[members[n + 1 - j]] = piece[j]
            colour[members[n + 1 - j]] = "\"#444444\""
        }
    }
}

# Labels at the right end of each line, moved apart where they would lie on each other.
function write_labels(file, metric,    i, j, n, x, value, order, list, logarithmic, text, colour, low, high, arrows) {
    logarithmic = logarithmic_of[metric]
    extent_low = extent_high = ""
    for (i = 1; i <= server_count; i++) {
        if (!is_drawn(metric, servers[i]))
            continue
        for (j = 1; j <= x_count; j++)
            if (has(metric, servers[i], xs[j])) {
                note_extent(quantile(metric, servers[i], xs[j], 1), logarithmic)
                note_extent(quantile(metric, servers[i], xs[j], 0), logarithmic)
            }
        value = median(metric, servers[i], end_x(metric, servers[i], -1))
        if (is_floor(servers[i]) || (logarithmic && value <= 0))
            continue
        text[i] = servers[i] until(metric, servers[i])
        colour[i] = "colour(" styles[i] ")"
        list[i] = scaled(value, logarithmic)
        end_value[i] = value
    }
    join_labels(metric, text, colour, list)
    for (i = 1; i <= line_count; i++) {
        value = ""
        for (j = 1; j <= x_count; j++) {
            x = xs[j]
            if (expected(metric, line_server[i], x) != "") {
                value = expected(metric, line_server[i], x)
                note_extent(value, logarithmic)
            }
        }
        # One name for all lines of a kind that each server has for itself, at the highest.
        for (j = 1; j < i && name_of_line[metric, line_server[j]] != name_of_line[metric, line_server[i]]; j++) { }
        j += server_count
        if (value == "" || (logarithmic && value <= 0))
            continue
        value = scaled(value, logarithmic)
        text[j] = name_of_line[metric, line_server[i]]
        colour[j] = "\"#888888\""
        if (!(j in list) || value > list[j])
            list[j] = value
    }
    for (i in list) {
        for (j = ++n; j > 1 && (list[order[j - 1]] > list[i] || (list[order[j - 1]] == list[i] && order[j - 1] + 0 > i + 0)); j--)
            order[j] = order[j - 1]
        order[j] = i
    }
    # The axis has some room around the figures, and more at its top if arrows need a place.
    arrows = any_point(metric, "arrow")
    low = (logarithmic ? extent_low - 0.4 : 0)
    high = (logarithmic ? extent_high + (arrows ? 1.1 : 0.4) : extent_high <= 0 ? 1 : extent_high * (arrows ? 1.15 : 1.06))
    if (logarithmic)
        printf("set logscale y\nset yrange [exp(%g):exp(%g)]\nrise(y) = y * (exp(%g) - 1)\n", low, high, (high - low) / 14) > file
    else
        printf("set yrange [0:%g]\nrise(y) = %g\n", high, high / 14) > file
    if (logarithmic)
        write_tics(file, low, high)
    spread_labels(n, list, order, (high - low) * 0.058, low, high)
    for (i = 1; i <= n; i++)
        printf("set label \"%s\" at graph 1.015, first %s left textcolor rgb %s\n", text[order[i]],
            (logarithmic ? "exp(" label_y[i] ")" : label_y[i]), colour[order[i]]) > file
}

# Where the labels go, from below: apart from each other by `gap`, and each group of them that had to move
# around the middle of where its lines end, so that a label stays beside its line; but all of them between low and high.
function spread_labels(n, list, order, gap, low, high,    i, first, groups, start, size, middle) {
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
    for (i = 1; i <= n; i++)
        if (label_y[i] < low + (i - 1) * gap)
            label_y[i] = low + (i - 1) * gap
    for (i = n; i >= 1; i--)
        if (label_y[i] > high - (n - i) * gap)
            label_y[i] = high - (n - i) * gap
}
