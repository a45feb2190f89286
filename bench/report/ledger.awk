# ledger.awk - whether the figures of results.csv agree with each other: every client and every request is in exactly
# one column, and Little's law holds (bench/README.md says what the columns mean). Prints a chapter for report.awk, and
# what is wrong on standard error; exit status 1 if a sum is wrong, or if Little's law does not hold and nothing in the
# row says why. usage: awk -f ledger.awk results.csv

BEGIN { FS = "," }

function value(name) {
    return $field[name] + 0
}

function wrong(what) {
    printf("results.csv, line %d: %s: %s, %s, x %s, round %s\n", FNR, what, $1, $2, $3, $4) > "/dev/stderr"
    mistakes++
}

function check_ledger() {
    if ($field["rate"] == "" && value("connections") != value("served") + value("unserved") + value("failed_only"))
        wrong("served, unserved and failed-only clients are not all of them")
    if (value("slow") != value("slow_served") + value("slow_unserved") + value("slow_failed_only"))
        wrong("served, unserved and failed-only slow clients are not all of them")
    if (value("due") != value("good") + value("wrong") + value("failed") + value("timed_out") + value("unfinished") + value("overdue"))
        wrong("the requests that were due are not all in one column")
    if (value("failures") != value("wrong") + value("failed") + value("timed_out"))
        wrong("the kinds of failure are not all failures")
    if ($field["rate"] == "" && differ(value("under_way") + value("outside"), value("connections"), value("connections")))
        wrong("clients with a request and clients without one are not all clients")
    if (differ(value("requests"), value("requests_per_s") * value("duration_s"), 0) \
        && differ(value("requests_per_s"), value("requests") / value("duration_s"), 0.01 * value("requests_per_s")))
        wrong("the requests are not those of a second, times the seconds")
    if ($field["rate"] == "" && value("requests") != value("good"))
        wrong("the replies that were counted are not the good ones")
    if (value("at_least") > value("latencies") || value("latencies") > value("due"))
        wrong("there are more lower bounds than latencies, or more latencies than requests")
    if (value("latencies") > 0 && !(value("min_us") <= value("p50_us") && value("p50_us") <= value("p90_us") \
        && value("p90_us") <= value("p99_us") && value("p99_us") <= value("p999_us") && value("p999_us") <= value("max_us")))
        wrong("a percentile is greater than the next")
    if (value("load_busy") > 1.05)
        wrong("a thread of the load ran longer than the time that it had: " value("load_busy"))
}

# By more than 2 % of what there is, and by more than the figures are rounded to.
function differ(one, other, of) {
    return (one > other ? one - other : other - one) > 0.02 * of + 0.01
}

# How far the two sides may differ. A reply counts when it ends: all of its time, though a part of it may lie before the
# measured time; and what is under way at the end is counted only there. So they may differ by what the longest request
# takes, for each request that can be under way at that moment: one a client, and in an open loop no more than were due
# while the longest took.
function edge(    longest, under_way) {
    longest = value("max_us") / 1000000
    under_way = value("connections")
    if ($field["rate"] != "" && value("rate") * longest < under_way)
        under_way = value("rate") * longest
    return under_way * longest / value("duration_s") + 0.01
}

# Whether requests without a reply explain the difference. Each of them is under way for at most all of the measured time,
# so it adds at most 1. (An open loop has others as well: those that were due before the measured time.)
function missing_explain(difference,    missing) {
    missing = value("failures") + value("unfinished") + value("overdue")
    if (value("failures") == 0 && missing <= 0.02 * value("due") && value("at_least") <= 0.02 * value("latencies"))
        return 0
    return $field["rate"] != "" || difference <= missing + (value("max_us") / 1000000 > 0.02 * value("duration_s") ? edge() : 0.02 * value("under_way"))
}

# Which column of the table this row belongs to.
function little_of(    difference) {
    if (!differ(value("little"), value("under_way"), value("under_way")))
        return "holds"
    if (value("unserved") > 0 && !differ(value("little") + value("unserved"), value("under_way"), value("under_way")))
        return "unserved"
    difference = value("little") - value("under_way")
    if (difference < 0)
        difference = -difference
    if (missing_explain(difference))
        return "waiting"
    if (difference <= edge())
        return "long"
    wrong("Little's law does not hold, and nothing says why: " value("little") " by the replies, " value("under_way") " measured")
    return "unexplained"
}

FNR == 1 {
    for (i = 1; i <= NF; i++)
        field[$i] = i
    if (!("under_way" in field)) {
        print "results.csv has no column under_way: it is older than this check" > "/dev/stderr"
        exit outdated = 2
    }
    next
}

{
    if (!($1 in rows))
        experiments[++experiment_count] = $1
    rows[$1]++
    all++
    check_ledger()
    kind = little_of()
    number_of[$1, kind]++
    total[kind]++
}

END {
    if (outdated)
        exit outdated
    print "title\tDo the figures agree with each other?"
    printf("text\tEvery client and every request that was due is in exactly one column of results.csv: the sums were checked in %s %d measurements, and %s.\n",
        mistakes ? "the" : "all", all, mistakes ? mistakes " of the checks failed" : "hold exactly")
    printf("text\tLittle\047s law is the second check: the mean number of requests under way is what is answered in a second, times the mean time that one takes. Both sides are measured on their own. In %d of %d measurements they differ by at most 2 %%. Where they differ by more, the table says why.\n",
        total["holds"], all)
    print "head\texperiment\tmeasurements\twithin 2 %\tunserved clients wait, and no reply tells of them\trequests fail, or wait longer than the measured time\tlong requests cross the beginning or the end\tunexplained"
    for (i = 1; i <= experiment_count; i++) {
        e = experiments[i]
        printf("row\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n", e, rows[e], number_of[e, "holds"], number_of[e, "unserved"],
            number_of[e, "waiting"], number_of[e, "long"], number_of[e, "unexplained"])
    }
    exit mistakes > 0
}
