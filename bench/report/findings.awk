# findings.awk - says in words, computed from the figures, what the reader can see. The title of a plot is
# finding(METRIC, KIND); below it see(METRIC) gives every server's figure. Nothing is claimed from a point at which
# the load generator was the limit.

# "a", "a and b", "a, b and c"
function join(list, count,    i, text) {
    for (i = 1; i <= count; i++)
        text = text (i == 1 ? "" : i == count ? " and " : ", ") list[i]
    return text
}

# "idle clients", "requests due a second"
function singular(words) {
    if (!sub(/s$/, "", words))
        sub(/^requests/, "request", words)
    return words
}

function of_x(x) {
    return number(x) " " (x == 1 ? singular(x_noun) : x_noun)
}

function with_x(x) {
    return "With " of_x(x)
}

function times(ratio) {
    return sprintf(ratio >= 20 ? "%.0f" : "%.1f", ratio)
}

# Looks for the smallest and the greatest median at x, and for servers that answer no client at all.
# Sets low, high, low_value, high_value, none, none_count, compared. In a lesson's plot one of the two is its stage.
function compare(metric, x,    i, server, value, met_server, met_value) {
    low = high = ""
    none_count = some_count = compared = 0
    split("", none)
    split("", some)
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (is_floor(server) || !has("failures", server, x))
            continue
        if (median("throughput", server, x) == 0)
            none[++none_count] = server
        else if (median("unserved", server, x) > 0)
            some[++some_count] = server
        if (median("throughput", server, x) == 0 || !can_claim(metric, server, x))
            continue
        compared++
        value = median(metric, server, x)
        if (low == "" || value < low_value) {
            low = server
            low_value = value
        }
        if (high == "" || value > high_value) {
            high = server
            high_value = value
        }
        if (met != "" && index(server, met "-") == 1) {
            met_server = server
            met_value = value
        }
    }
    if (met_server == "" || met_server == high || met_server == low)
        return
    if (high_value < 1.15 * met_value) {
        high = met_server
        high_value = met_value
    } else {
        low = met_server
        low_value = met_value
    }
}

# "; 01-iterative and 04-thread-pool give no reply", and whose clients are not all served
function and_none() {
    return (none_count == 0 ? "" : "; " join(none, none_count) (none_count == 1 ? " gives" : " give") " no reply") \
        (some_count == 0 ? "" : "; " join(some, some_count) (some_count == 1 ? " leaves" : " leave") " clients unserved")
}

# Where nothing can be compared: why.
function find_nothing(metric, x,    i, limited) {
    for (i = 1; i <= server_count; i++)
        limited += (has(metric, servers[i], x) && is_limited(metric, servers[i], x))
    return with_x(x) (limited ? ", the load generator is the limit" : ", no server answers")
}

function find_most(metric, x) {
    compare(metric, x)
    if (compared == 0)
        return find_nothing(metric, x)
    if (compared == 1)
        return with_x(x) ", " high " answers " number(high_value) " requests a second" and_none()
    if (high_value < 1.15 * low_value)
        return with_x(x) ", " (none_count ? "the others" : "all") " answer about as many requests" and_none()
    return with_x(x) ", " high " answers " times(high_value / low_value) " times as many requests as " low and_none()
}

# Of fewer than 100 requests, the one that 1 in 100 exceeds is the slowest.
function of_few(metric, server, x,    one_in) {
    one_in = (metric == "p99" ? 100 : metric == "p999" ? 1000 : 0)
    return (has("latencies", server, x) && median("latencies", server, x) < one_in \
        ? " (the slowest of " number(int(median("latencies", server, x))) ")" : "")
}

# ", at least 150 with 04-thread-pool": these may be slower than the slowest that is known.
function and_bounds(metric, x,    i, bound, last, text) {
    for (i = 1; i <= server_count; i++) {
        if (is_floor(servers[i]) || servers[i] == high || servers[i] == low || !can_claim(metric, servers[i], x) \
            || median("throughput", servers[i], x) == 0 || !is_at_least(metric, servers[i], x))
            continue
        bound = shown(metric, servers[i], x)
        text = text (bound == last ? " and " : ", " bound " with ") servers[i] of_few(metric, servers[i], x)
        last = bound
    }
    return text
}

function find_least(metric, x,    share) {
    compare(metric, x)
    share = (metric == "p50" ? "half of the requests take" : metric == "p99" ? "1 request in 100 takes" : "1 request in 1,000 takes")
    if (compared == 0)
        return find_nothing(metric, x)
    share = with_x(x) ", " share " " shown(metric, low, x) (is_at_least(metric, low, x) ? " ms" : " ms or more") " with " low of_few(metric, low, x)
    return share (compared == 1 ? "" : ", " shown(metric, high, x) " with " high of_few(metric, high, x) and_bounds(metric, x)) and_none()
}

function find_floor(metric, x) {
    compare(metric, x)
    if (compared == 0)
        return with_x(x) ", what a request costs is unknown"
    if (compared == 1)
        return with_x(x) ", a request costs " low " " number(low_value) " µs of CPU" and_none()
    if (high_value < 1.15 * low_value)
        return with_x(x) ", a request costs about as much CPU time with all servers" and_none()
    return with_x(x) ", a request costs " low " " number(low_value) " µs of CPU and " high " " number(high_value) and_none()
}

# How much a figure grows from the first x to the last: the most, and all servers that are within 15 % of that.
function find_growth(metric, x,    i, server, ratio, count, most, others, list, near) {
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (is_floor(server) || !has(metric, server, xs[1]) || !has(metric, server, x) || median(metric, server, xs[1]) <= 0)
            continue
        ratio[i] = median(metric, server, x) / median(metric, server, xs[1])
        count++
        most = (ratio[i] > most ? ratio[i] : most)
    }
    for (i = 1; i <= server_count; i++) {
        if (!(i in ratio))
            continue
        if (ratio[i] * 1.15 >= most)
            list[++near] = servers[i]
        else if (ratio[i] > others)
            others = ratio[i]
    }
    compare(metric, x)
    if (count == 0)
        return "What a request costs cannot be compared"
    if (most < 1.3)
        return with_x(x) ", a request costs about what it costs with " number(xs[1]) and_none()
    return with_x(x) ", a request costs " (near == count && count > 1 ? "all of them about" : join(list, near)) " " times(most) \
        " times as much CPU as with " number(xs[1]) (others > 0 ? ", the others at most " times(others) : "") and_none()
}

# What one more x takes: the slope from the first x to the last.
function find_slope(metric, x,    i, server, each, measured, list, count) {
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (is_floor(server) || !has(metric, server, xs[1]) || !has(metric, server, x) || x == xs[1])
            continue
        each = (median(metric, server, x) - median(metric, server, xs[1])) * 1024 / (x - xs[1])
        measured++
        if (each >= 1)
            list[++count] = number(int(each + 0.5)) " KiB in " server
    }
    if (measured == 0)
        return "What an idle client costs is unknown here"
    if (count == 0)
        return "An idle client costs the servers less than a KiB each"
    return "An idle client costs " join(list, count) "; the kernel\047s own memory is not in it"
}

function find_unserved(metric, x,    i, server, list, count) {
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (is_floor(server) || !has(metric, server, x) || median(metric, server, x) == 0)
            continue
        count++
        list[count] = server (count == 1 ? " leaves " : " ") number(median(metric, server, x)) (count == 1 ? " unserved" : "")
    }
    return with_x(x) ", " (count == 0 ? "every client is served by every server" : join(list, count))
}

# "01-iterative" is "01" where many are named
function short_name(server) {
    return (server ~ /^[0-9][0-9]-/ ? substr(server, 1, 2) : server)
}

# The last x at which a server keeps up: the figure is small, and all that was asked for is answered. "" if there is
# no point of which anything can be said.
function last_kept_up(metric, server, limit,    j, claims) {
    for (j = x_count; j >= 1; j--) {
        if (!can_claim(metric, server, xs[j]))
            continue
        claims++
        if (median(metric, server, xs[j]) <= limit && median("overdue", server, xs[j]) == 0)
            return xs[j]
    }
    return (claims ? 0 : "")
}

# Latency over offered load: up to which x it stays small, the best first.
function find_knee(metric,    i, k, server, limit, reached, list, count, text, values, kinds) {
    limit = 20
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (is_floor(server))
            continue
        reached = last_kept_up(metric, server, limit)
        if (reached == "")
            continue
        for (k = 1; k <= kinds && values[k] != reached; k++) { }
        if (k > kinds)
            values[++kinds] = reached
        list[reached] = list[reached] (list[reached] == "" ? "" : " ") short_name(server)
    }
    if (kinds == 0)
        return find_nothing(metric, xs[x_count])
    sort_list(values, kinds)
    for (k = kinds; k >= 1; k--) {
        count = split(list[values[k]], names, " ")
        text = text (text == "" ? "" : ", ") (values[k] == 0 ? "at no rate" : (k == kinds ? "up to " : "") number(values[k]) \
            (k == kinds ? " a second" : "")) " with " join(names, count)
    }
    return "99 of 100 requests take at most " limit " ms " text
}

function finding(metric, kind,    x) {
    x = compare_x(metric)
    if (kind == "most") return find_most(metric, x)
    if (kind == "floor") return find_floor(metric, x)
    if (kind == "growth") return find_growth(metric, x)
    if (kind == "slope") return find_slope(metric, x)
    if (kind == "unserved") return find_unserved(metric, x)
    if (kind == "knee") return find_knee(metric)
    return find_least(metric, x)
}

# How much more than its floor each stage takes: the median over all x.
function floor_ratios(metric,    i, j, server, count, ratios, parts, n) {
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        count = 0
        for (j = 1; j <= x_count; j++)
            if (has(metric, server, xs[j]) && has(metric, "floor-" server, xs[j]) && median(metric, "floor-" server, xs[j]) > 0)
                ratios[++count] = median(metric, server, xs[j]) / median(metric, "floor-" server, xs[j])
        if (count == 0)
            continue
        sort_list(ratios, count)
        parts[++n] = sprintf("%s %.2f", server, ratios[int((count + 1) / 2)])
    }
    return (n == 0 ? "" : " Over their model\047s floor (the dashed line), in the median of the points: " join(parts, n) ".")
}

# Every server's figure where they are compared.
function see(metric,    i, x, server, list, count, value, limited, limited_count) {
    x = compare_x(metric)
    for (i = 1; i <= server_count; i++) {
        server = servers[i]
        if (is_floor(server) || !has("failures", server, x))
            continue
        if (has(metric, server, x) && is_limited(metric, server, x)) {
            limited[++limited_count] = server
            continue
        }
        value = (has(metric, server, x) ? shown(metric, server, x) : "nothing measured")
        if (has(metric, server, x) && runs[metric, server, x] > 1)
            value = value " (" number(quantile(metric, server, x, 0)) " to " number(quantile(metric, server, x, 1)) ")"
        list[++count] = server " " value of_few(metric, server, x)
    }
    return label_of[metric] " with " of_x(x) ": " join(list, count) "." \
        (limited_count ? " Of " join(limited, limited_count) " there is nothing to say here, because the load generator was the limit." : "") \
        (metric == "cost" ? floor_ratios(metric) : "") (metric == "throughput" ? unserved_beside(x) : "")
}

# Beside throughput: the clients that are not in it.
function unserved_beside(x,    i, list, count) {
    for (i = 1; i <= server_count; i++)
        if (!is_floor(servers[i]) && has("unserved", servers[i], x) && median("unserved", servers[i], x) > 0)
            list[++count] = servers[i] " " number(median("unserved", servers[i], x))
    return (count == 0 ? "" : " Unserved clients, which are not in this figure: " join(list, count) ".")
}
