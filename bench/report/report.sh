# report.sh - from what was measured to plots and a report; run.sh's second half. All of it happens in the folder of
# the results, so that its name, whatever is in it, is no part of any command.
# shellcheck shell=bash disable=SC2154 # the names are run.sh's

introduce_beyond() {
    local name comma=''
    for name in $extra_servers; do
        case $name in
        epoll) printf '%s' "$comma epoll, one thread like 05, which tells the kernel once which clients to watch" ;;
        prefork) printf '%s' "$comma prefork, with processes that it makes before any client comes" ;;
        together) printf '%s' "$comma together, a loop like 05 that hands each complete request to a pool of threads" ;;
        esac
        comma=';'
    done
}

introduction() {
    [ -z "$not_to_be_quoted" ] || printf 'warning\t%s\n' "$not_to_be_quoted"
    printf 'text\t%s\n' \
        "Each point is a fresh server, measured for a moment by bench/load, which checks every reply. The servers took turns, $([ "$repeats" = 1 ] && echo "in one round" || echo "in $repeats rounds"). A figure is the median of the ${with_disturbed:+disturbed and }undisturbed measurements, and the bars (or the parentheses) are the least and the most of them. The exact values are in results.csv." \
        "Throughput hides what a model costs, because the clients need a processor as well. So look at the CPU time that a request costs the server, its child processes included, and at p99: the time that 1 request in 100 exceeds. An unserved client had no reply in all of the measured time. Throughput does not show it, and the median hardly, so look at the unserved clients first." \
        "A hollow point is one at which the load generator was busy for over 90 % of the time, and was the limit. There throughput and latency say as much of it as of the server, and no sentence here is made of them. What a request costs the server holds all the same."
    [ -z "$extra_servers" ] || printf 'text\t%s\n' "The thin lines are servers from the labs, beyond the five:$(introduce_beyond)."
    if [ "$disturbed_count" -gt 0 ]; then
        printf 'text\t%s\n' "Others (programs, or other virtual machines) took more than a twentieth of the processors' time from $disturbed_count of the $measured_count measurements. These were made again as far as there was time: $few_count of $points_count points have fewer than $repeats undisturbed, and $none_count have none.$drawn_all_the_same"
    elif ! grep -q '^[^,]*,[^,]*,[^,]*,[^,]*,[01],[0-9]' "$results"; then
        printf 'text\t%s\n' "This system does not tell how much processor time others took, so disturbed measurements could not be left out."
    fi
    [ -z "$cut" ] || printf 'text\t%s\n' "This run was cut short: what follows is what it had measured."
}

# Sets $with_disturbed, and the words for the top of the report, if others left too little time.
judge_noise() {
    read -r points_count few_count none_count measured_count disturbed_count \
        <<<"$(awk -v repeats="$repeats" -f "$from/noise.awk" "$results")"
    with_disturbed='' not_to_be_quoted='' drawn_all_the_same=''
    if [ $((few_count * 10)) -gt "$points_count" ]; then
        not_to_be_quoted="This run is not to be quoted. The machine was not calm: $few_count of $points_count points have fewer undisturbed measurements than $repeats."
    fi
    if [ $((none_count * 3)) -gt "$points_count" ]; then
        with_disturbed=yes
        drawn_all_the_same=" Without the disturbed ones there would be little to see, so here they are in the figures and plots."
    fi
}

environment_part() {
    printf 'title\tWhere it was measured\n'
    sed 's/^/line	/' environment.txt
    printf 'title\tWhat this does not show\n'
    printf 'text\t%s\n' \
        "All of it went over the loopback interface: no network card, no loss, no distance, and a kernel that hands a packet over within the same call. Over a real network a client waits longer, and a server has more of them at the same time." \
        "The load and the servers share one machine. Ratios between servers of one run mean something; absolute figures mean this machine on this day."
}

demo_parts() {
    [ -n "$redraw" ] || bash "$here/bench/demo.sh" --quiet --output "$PWD/data" 2>>log.txt || return 1
    printf 'title\tWho waits, and for whom\n'
    printf 'text\t%s\n' \
        "Six clients arrive together at each server (make demo shows the same in a terminal): in the first picture each asks for work that takes a while, in the second each sends its requests drop by drop. Slow clients send two, because the kernel takes a first one in while its client still queues."
    for scene in work clients; do
        gnuplot -e "folder='.'" -e "name='demo-$scene'" "$from/swimlane.gp" 1>&2 || return 1
        printf 'plot\tdemo-%s\tA lane for each of six clients, for each of the five servers\n' "$scene"
        awk -F'"' '/^finding/ { words[$1] = $2 }
            END { print "text\tWhat to see: " words["finding = "] " " words["finding_goes_on = "] "." }' \
            "data/$scene-lanes.gp"
    done
}

# expect VALUE LABEL: for the functions predict() of experiments.sh.
expect() { printf '%s\t%s\t%s\t%s\t%s\n' "$metric" "$server" "$x" "$1" "$2"; }

predictions() {
    local plot metric server x values
    values=$(awk -F, -v experiment="$experiment" '$1 == experiment && !($3 in seen) { seen[$3] = 1; print $3 }' "$results")
    for plot in $plots; do
        metric=${plot%%:*}
        [ -z "$(expectation "$metric")" ] || printf '%s\twords\t%s\n' "$metric" "$(expectation "$metric")"
        for server in $(servers_of_experiment); do
            for x in $values; do predict "$metric" "$server" "$x"; done
        done
    done
}

summarise() {
    local why=$why${extra_servers:+${why_beyond:+ $why_beyond}}
    awk -v experiment="$experiment" -v title="$title" -v done="${done//$'\n'/ }" -v why="${why//$'\n'/ }" \
        -v x_label="$x_label" -v x_noun="$x_noun" -v seconds="$load_seconds" -v with_disturbed="$with_disturbed" \
        -v predicted=data/predicted -v logarithmic="$logarithmic" -f "$from/medians.awk" -f "$from/findings.awk" "$@" \
        "$results"
}

draw() {
    summarise -f "$from/predictions.awk" -f "$from/labels.awk" -f "$from/plots.awk" -f "$from/curve.awk" \
        -f "$from/summarise.awk" "$@"
}

# The plots of the chapters, METRIC:LESSON,LESSON…, with the finding that the whole plot has.
draw_lessons() {
    local lesson metric finding plot
    for lesson in $lessons; do
        metric=${lesson%:*} finding=most
        for plot in $plots; do [ "${plot%:*}" != "$metric" ] || finding=${plot#*:}; done
        for met in $(tr ',' ' ' <<<"${lesson#*:}"); do
            draw -v met="$met" -v plots="$metric:$finding" >/dev/null || return 1
        done
    done
}

chapters() {
    for experiment in $experiments; do
        declare_experiment "$experiment"
        [ -z "$redraw" ] || load_seconds=$(seconds_measured)
        predictions >data/predicted
        draw -v plots="$plots" || return 1
        [ -z "$full" ] || draw_lessons || return 1
        [ "$experiment" != process-control ] || summarise -f "$from/classic.awk" || return 1
        [ ! -f "data/$experiment.part" ] || parts="$parts data/$experiment.part"
    done
}

write_report() {
    local experiment name from=$here/bench/report format
    parts=""
    cd "$output" || return 1
    results=results.csv
    judge_noise
    introduction >data/introduction.part
    chapters || return 1
    if [ -f data/plots ]; then
        while read -r name; do
            gnuplot -e "name='$name'" "$from/plot.gp" || echo "bench: $name could not be drawn" >&2
        done <data/plots
    fi
    if [ -z "$cut" ] && [ -n "$stages" ] && { [ -z "$redraw" ] || [ -f data/work-lanes.gp ]; }; then
        demo_parts >data/demo.part || {
            echo "bench: the demonstration could not be measured; why is in $output/log.txt" >&2
            rm -f data/demo.part
            troubles=$((troubles + 1))
        }
        [ ! -f data/demo.part ] || parts="data/demo.part $parts"
    fi
    if awk -f "$from/ledger.awk" "$results" >data/ledger.part 2>>log.txt; then :; else
        echo "bench: the figures do not agree with each other; which is in $output/log.txt" >&2
        troubles=$((troubles + 1))
    fi
    parts="$parts data/ledger.part"
    if [ -f data/missing ]; then
        {
            printf 'title\tWhat could not be measured\n'
            sort -u data/missing | sed 's/^/line	/'
        } >data/missing.part
        parts="$parts data/missing.part"
    fi
    environment_part >data/environment.part
    for format in md html; do
        # shellcheck disable=SC2086 # a list of files
        awk -v format=$format -f "$from/report.awk" data/introduction.part $parts data/environment.part \
            >"report.$format" || return 1
    done
    rm -f data/*.part data/plots data/predicted
}
