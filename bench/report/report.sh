# report.sh - from what was measured to plots and a report; run.sh's second half.
# shellcheck shell=bash disable=SC2154 # the names are run.sh's

introduction() {
    printf 'text\t%s\n' \
        "Each point is a fresh server, measured for a moment by bench/load, which checks every reply. The servers took turns, $repeats times; a figure is the median of these runs, with the least and the most as bars or in parentheses. The exact values are in results.csv." \
        "Throughput hides what a model costs, since the clients need a processor as well. So look at the CPU time that a request costs the server, its child processes included, and at p99: the time that 1 request in 100 exceeds. A client that is never answered is in neither, and is counted as unserved."
    [ "$disturbed" = 0 ] || printf 'text\t%s\n' "During $disturbed of $done_cells measurements other virtual machines took more than a tenth of the processors' time (steal in /proc/stat), in spite of second tries: the bars show it."
    [ -z "$cut" ] || printf 'text\t%s\n' "This run was cut short: what follows is what it had measured."
}

environment_part() {
    printf 'title\tWhere it was measured\n'
    sed 's/^/line	/' "$output/environment.txt"
    printf 'title\tWhat this does not show\n'
    printf 'text\t%s\n' \
        "All of it went over the loopback interface: no network card, no loss, no distance, and a kernel that hands a packet over within the same call. Over a real network a client waits longer, and a server has more of them at the same time." \
        "The load and the servers share one machine. Ratios between servers of one run mean something; absolute figures mean this machine on this day."
}

demo_parts() {
    bash bench/demo.sh --quiet --output "$output/data" 2>>"$output/log.txt" || return 1
    printf 'title\tWho waits, and for whom\n'
    printf 'text\t%s\n' \
        "Six clients arrive together at each server (make demo shows the same in a terminal): once each asks for work that takes a while, once each sends its requests drop by drop. Slow clients send two, since the kernel takes a first one in while its client still queues."
    for scene in work clients; do
        gnuplot -e "folder='$output'" -e "name='demo-$scene'" bench/report/swimlane.gp 1>&2 || return 1
        printf 'plot\tdemo-%s\tA lane for each of six clients, for each of the five servers\n' "$scene"
        awk -F'"' '/^finding/ { words[$1] = $2 }
            END { print "text\tWhat to see: " words["finding = "] " " words["finding_goes_on = "] "." }' \
            "$output/data/$scene-lanes.gp"
    done
}

summarise() {
    awk -v experiment="$experiment" -v title="$title" -v done="${done//$'\n'/ }" -v why="${why//$'\n'/ }" \
        -v x_label="$x_label" -v x_noun="$x_noun" -v plots="$plots" -v seconds="$load_seconds" \
        -v folder="$output" -f bench/report/medians.awk -f bench/report/findings.awk "$@" "$results"
}

write_report() {
    local experiment parts="" name
    introduction >"$output/data/introduction.part"
    rm -f "$output/data/plots"
    for experiment in $experiments; do
        declare_experiment "$experiment"
        summarise -f bench/report/summarise.awk || return 1
        [ "$experiment" != process-control ] || summarise -f bench/report/classic.awk || return 1
        [ -f "$output/data/$experiment.part" ] && parts="$parts $output/data/$experiment.part"
    done
    if [ -f "$output/data/plots" ]; then
        while read -r name; do
            gnuplot -e "folder='$output'" -e "name='$name'" bench/report/plot.gp ||
                echo "bench: $name could not be drawn" >&2
        done <"$output/data/plots"
    fi
    if [ -z "$cut" ] && [ -n "$stages" ]; then
        demo_parts >"$output/data/demo.part" || {
            echo "bench: the demonstration could not be measured; why is in $output/log.txt" >&2
            rm -f "$output/data/demo.part"
            troubles=$((troubles + 1))
        }
        [ -f "$output/data/demo.part" ] && parts="$output/data/demo.part $parts"
    fi
    if [ -f "$output/data/missing" ]; then
        {
            printf 'title\tWhat could not be measured\n'
            sort -u "$output/data/missing" | sed 's/^/line	/'
        } >"$output/data/missing.part"
        parts="$parts $output/data/missing.part"
    fi
    environment_part >"$output/data/environment.part"
    for format in md html; do
        # shellcheck disable=SC2086 # a list of files
        awk -v format=$format -v folder="$output" -f bench/report/report.awk "$output/data/introduction.part" $parts \
            "$output/data/environment.part" >"$output/report.$format" || return 1
    done
    rm -f "$output"/data/*.part "$output/data/plots" "$output/data/missing"
}
