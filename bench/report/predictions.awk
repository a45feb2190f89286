# predictions.awk - what theory expects, as experiments.sh declares it: the dotted lines, and how far from them
# the measurement is. The file `predicted` has a line "METRIC SERVER X VALUE LABEL" (with tabs) for each point, and
# "METRIC words TEXT" for the formula. A VALUE is a number, or
#   little   clients / throughput: the mean time from one request of a client to its next
#   linear   on the straight line from the server's first point to its last

BEGIN {
    while (predicted != "" && (getline line < predicted) > 0) {
        split(line, part, "\t")
        if (part[2] == "words")
            words_of[part[1]] = part[3]
        else {
            value_expected[part[1], part[2], part[3] + 0] = part[4]
            kind_of[part[1], part[2]] = (part[4] ~ /^[a-z]/ ? part[4] : "number")
            name_of_line[part[1], part[2]] = part[5]
        }
    }
}

# Where the server's straight line begins and ends; false if it is shorter than three points.
function find_ends(metric, server,    j, count) {
    line_from = line_to = ""
    for (j = 1; j <= x_count; j++)
        if (has(metric, server, xs[j]) && median("throughput", server, xs[j]) > 0) {
            if (line_from == "")
                line_from = xs[j]
            line_to = xs[j]
            count++
        }
    return count > 2
}

# What is expected at x; "" where nothing is.
function expected(metric, server, x,    kind, first, last) {
    kind = kind_of[metric, server]
    if (kind == "number")
        return ((metric, server, x) in value_expected ? value_expected[metric, server, x] + 0 : "")
    if (kind == "little" && has("throughput", server, x) && median("throughput", server, x) > 0)
        return 1000 * x / median("throughput", server, x)
    if (kind != "linear" || !find_ends(metric, server) || x < line_from || x > line_to)
        return ""
    first = median(metric, server, line_from)
    last = median(metric, server, line_to)
    return first + (last - first) * (x - line_from) / (line_to - line_from)
}

# The lines to draw: line_server[1 … line_count], each with its name. Servers of which the same is expected share one;
# where each has its own, those of the five will do. One point makes no line.
function find_lines(metric,    i, j, name, seen, points) {
    line_count = 0
    for (i = 1; i <= server_count; i++) {
        if (is_floor(servers[i]) || !is_drawn(metric, servers[i]) || !((metric, servers[i]) in kind_of))
            continue
        name = name_of_line[metric, servers[i]]
        if (kind_of[metric, servers[i]] == "little" && servers[i] !~ /^0[1-5]-/)
            continue
        if (kind_of[metric, servers[i]] == "number" && name in seen)
            continue
        points = 0
        for (j = 1; j <= x_count; j++)
            points += (expected(metric, servers[i], xs[j]) != "")
        if (points < 2)
            continue
        seen[name] = 1
        line_server[++line_count] = servers[i]
    }
}

function is_near(measured, wanted,    difference) {
    difference = (measured > wanted ? measured - wanted : wanted - measured)
    return difference <= (wanted == 0 ? 0.5 : 0.1 * wanted)
}

function percent_off(measured, wanted) {
    return (measured > wanted ? measured / wanted - 1 : 1 - measured / wanted) * 100
}

# Up to which x a server does what is expected, and sets far_* where it is farthest from that.
function kept_up_to(metric, server,    j, wanted, measured, off, kept, broken) {
    kept = ""
    for (j = 1; j <= x_count; j++) {
        wanted = expected(metric, server, xs[j])
        if (wanted == "" || !can_claim(metric, server, xs[j]))
            continue
        measured = median(metric, server, xs[j])
        if (is_near(measured, wanted)) {
            if (!broken)
                kept = xs[j]
            continue
        }
        broken = 1
        off = (wanted == 0 ? measured : percent_off(measured, wanted) / 100)
        if (off > far_off) {
            far_off = off
            far_text = short_name(server) " with " of_x(xs[j]) ", " number(measured) " where " number(wanted) " was expected"
        }
    }
    return (broken ? (kept == "" ? "at no point" : "up to " number(kept)) : "at every point")
}

function compare_numbers(metric,    i, k, server, kept, kinds, kind, list, names, count, text) {
    far_off = 0
    far_text = ""
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (is_floor(server) || kind_of[metric, server] != "number")
            continue
        kept = kept_up_to(metric, server)
        if (!(kept in list))
            kind[++kinds] = kept
        list[kept] = list[kept] (list[kept] == "" ? "" : " ") short_name(server)
    }
    for (k = 1; k <= kinds; k++) {
        count = split(list[kind[k]], names, " ")
        text = text (k == 1 ? "" : ", ") join(names, count) " " kind[k]
    }
    return (kinds == 0 ? "" : " Within 10 % of it: " text "." (far_text == "" ? "" : " Farthest from it: " far_text "."))
}

function compare_lines(metric,    i, j, server, off, most, text) {
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (kind_of[metric, server] != "linear" || !find_ends(metric, server))
            continue
        most = 0
        for (j = 1; j <= x_count; j++)
            if (can_claim(metric, server, xs[j]) && expected(metric, server, xs[j]) != "") {
                off = percent_off(median(metric, server, xs[j]), expected(metric, server, xs[j]))
                most = (off > most ? off : most)
            }
        text = text sprintf(" Between these two, %s is at most %.0f %% from it.", server, most)
    }
    return text
}

function compare_little(metric,    i, x, server, list, count) {
    x = compare_x(metric)
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (kind_of[metric, server] == "little" && !is_floor(server) && can_claim(metric, server, x) && expected(metric, server, x) != "")
            list[++count] = server sprintf(" %.2g", median(metric, server, x) / expected(metric, server, x))
    }
    return (count == 0 ? "" : " The median over it with " of_x(x) ": " join(list, count) \
        ". Far below 1, most requests are quick and some clients wait long, or are not served at all.")
}

# The sentences for the report; "" where nothing is expected.
function against_prediction(metric,    i, text) {
    if (!(metric in words_of))
        return ""
    text = compare_numbers(metric) compare_lines(metric) compare_little(metric)
    return (text == "" ? "" : "Expected" (line_count > 0 ? " (the dotted line)" : "") ": " words_of[metric] "." text)
}
