# classic.awk - the process-control table: what each model takes more than the iterative server.
# usage: as summarise.awk, and after it. What to expect is the order in UNIX Network Programming
# (Stevens, Fenner, Rudoff), volume 1, third edition, figure 30.1; it has no server with select().

function expectation(server) {
    if (server ~ /^01-/) return "the baseline"
    if (server ~ /^02-/) return "the dearest by far"
    if (server ~ /^0[34]-/ || server == "prefork") return "cheap"
    return "not in that figure"
}

# Whether it has come so; "" where nothing is expected. "By far": twice the next; "cheap": less than half of 02's.
function verdict(server,    i, fork, others) {
    for (i = 1; i <= server_count; i++) {
        if (servers[i] ~ /^02-/)
            fork = extra[servers[i]]
        else if (expectation(servers[i]) == "cheap" && extra[servers[i]] > others)
            others = extra[servers[i]]
    }
    if (server ~ /^02-/)
        return (fork > 2 * others ? "yes" : "no")
    if (expectation(server) == "cheap" && fork != "")
        return (extra[server] < fork / 2 ? "yes" : "no")
    return "-"
}

END {
    x = xs[1]
    base = "01-iterative"
    if (x_count == 0 || !has("seconds", base, x))
        exit 0
    part = "data/" experiment ".part"
    for (i = 1; i <= server_count; i++)
        if (has("seconds", servers[i], x))
            extra[servers[i]] = median("seconds", servers[i], x) - median("seconds", base, x)
    printf("head\tserver\tCPU time, s\tleast to most\tprocess control, s\twhat the classic table leads one to expect\tso here?\n") >> part
    printf("\n%s: CPU seconds for %s connections\n\n  %-20s %8s %8s   %-20s %s\n", title, number(1000 * x), "", "CPU s", "control", "to be expected", "so here?")
    for (i = 1; i <= server_count; i++) {
        s = servers[i]
        if (!(s in extra))
            continue
        printf("row\t%s\t%.3f\t%.3f to %.3f\t%.3f\t%s\t%s\n", s, median("seconds", s, x), quantile("seconds", s, x, 0),
            quantile("seconds", s, x, 1), extra[s], expectation(s), verdict(s)) >> part
        printf("  %-20s %8.3f %8.3f   %-20s %s\n", s, median("seconds", s, x), extra[s], expectation(s), verdict(s))
    }
    printf("text\t%s. Process control is the CPU time, child processes included, less that of 01-iterative; a little below zero is noise.\ntext\tWhy: %s\n",
        (runs["seconds", base, x] == 1 ? "One run" : "Median of " runs["seconds", base, x] " runs"), why) >> part
}
