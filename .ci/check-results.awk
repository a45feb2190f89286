# check-results.awk - whether a short benchmark measured what it should have: every point of every stage,
# no failures, and values that can be true. (Whether they agree with each other: bench/report/ledger.awk.) usage: awk -f check-results.awk results.csv
BEGIN {
    FS = ","
    stages = split("01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select", stage, " ")
    split("short persistent slow-work slow-clients idle-crowd offered-load", experiment, " ")
}

function wrong(what) {
    print "results.csv, line " NR ": " what ": " $0
    bad = 1
}

function value(name) {
    return $column[name] + 0
}

NR == 1 {
    for (i = 1; i <= NF; i++)
        column[$i] = i
    next
}

{
    seen[$1, $2, $3]++
    served = ($1 == "short" || $1 == "slow-work" || $2 !~ /01-|04-|prefork/) && !($1 == "offered-load" && $3 == 1)
    if (value("failures") > 0) wrong("failures")
    if (value("slow_failures") > 0) wrong("a slow client's failures")
    if (served && value("clean") && value("requests") == 0) wrong("nothing was answered")
    floors += ($2 ~ /^floor-/ && seen[$1, $2, $3] == 1)
    if (value("p50_us") > value("p99_us") || value("p99_us") > value("max_us")) wrong("percentiles out of order")
    if (served && (value("server_cpu_us_per_request") <= 1 || value("server_cpu_us_per_request") > 20000))
        wrong("no such CPU time")
    if ($column["server_threads"] == "" || $column["server_pss_kib"] == "") wrong("no census")
    if ($1 == "slow-work" && $2 ~ /01-|05-/ && value("requests_per_s") > 205) wrong("faster than one after the other")
    if ($1 == "idle-crowd" && $2 ~ /01-/ && $3 > 0 && value("unserved") != 8) wrong("01 with idle clients serves nobody")
    if ($1 == "offered-load" && value("requests_per_s") > 1.2 * $3 + 20) wrong("more than was offered")
}

END {
    for (e in experiment)
        for (s = 1; s <= stages; s++)
            for (x = 1; x <= 8; x += 7)
                # Once, or again because others disturbed it.
                if (seen[experiment[e], stage[s], x] < 1 || seen[experiment[e], stage[s], x] > 4) {
                    print "results.csv: " experiment[e] " with " x " of " stage[s] " is there " seen[experiment[e], stage[s], x] + 0 " times"
                    bad = 1
                }
    if (floors != 20) {
        print "results.csv: " floors " points of the floors, and not 20"
        bad = 1
    }
    exit bad
}
