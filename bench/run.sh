#!/usr/bin/env bash
# run.sh - runs the experiments against the servers, and leaves a folder with figures, plots and a report.
# Plain bash 3.2, as macOS has it. "make bench" calls it; --help says more.
set -u
export LC_ALL=C # decimal points are points, in every program
cd "$(dirname "$0")/.." || exit 1
. common/testing/contract/steal.sh
# shellcheck source=bench/experiments.sh
. bench/experiments.sh

usage() {
    cat <<'HELP'
Usage: bench/run.sh [OPTION]...          (or: make bench BENCH="OPTION...")
Runs each experiment against each server, draws what came out, and writes a report.

  --full            all experiments at all points (make bench FULL=1); else three of them
  --experiments L   these only: short persistent slow-work slow-clients idle-crowd
                    offered-load process-control
  --stages LIST     these stages only, e.g. "01-iterative 05-select" (all five)
  --servers LIST    these servers as well (make bench SERVERS="..."), each NAME=COMMAND,
                    with a ";" between two of them. In the command, {port} stands for a port
                    number. A server that has its port elsewhere: NAME@PORT=COMMAND
  --seconds S       how long each point is measured (0.25; with --full 0.5)
  --repeats N       how often (3); the plots show the median, and the bars the least and
                    the most
  --clients LIST    other values for what varies in an experiment, e.g. "1 16 256"
  --no-pin          let the server and the load use the same processors
  --output DIR      the folder for the results (bench/results/DATE-TIME)
  --help            this text

One fresh server for each point; the servers take turns within each repeat, so that a machine that
becomes slower for a minute does so for all of them. Ctrl-C keeps what has been measured.
HELP
}

complain() {
    echo "bench: $1" >&2
    exit "$2"
}

seconds="" repeats="" clients="" experiments="" full="" others="" pin=yes
stages="01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select"
output=bench/results/$(date '+%Y%m%d-%H%M%S')
command_line="bench/run.sh $*"

while [ $# -gt 0 ]; do
    case $1 in
    --help) usage && exit 0 ;;
    --full) full=yes && shift && continue ;;
    --no-pin) pin= && shift && continue ;;
    --seconds | --repeats | --clients | --stages | --servers | --experiments | --output)
        [ $# -ge 2 ] || complain "$1 needs a value (--help shows the options)" 2
        ;;
    *) complain "there is no option '$1' (--help shows the options)" 2 ;;
    esac
    case $1 in
    --seconds) seconds=$2 ;;
    --repeats) repeats=$2 ;;
    --clients) clients=$2 ;;
    --stages) stages=$2 ;;
    --servers) others=$2 ;;
    --experiments) experiments=$2 ;;
    --output) output=$2 ;;
    esac
    shift 2
done
[ -n "$experiments" ] || experiments=${full:+$FULL_EXPERIMENTS}
[ -n "$experiments" ] || experiments=$DEFAULT_EXPERIMENTS
[ -n "$seconds" ] || seconds=${full:+0.5}
[ -n "$seconds" ] || seconds=0.25
[ -n "$repeats" ] || repeats=3
case $repeats in *[!0-9]* | 0) complain "--repeats: '$repeats' is not a number from 1" 2 ;; esac
case $seconds in *[!0-9.]* | 0) complain "--seconds: '$seconds' is not a number of seconds" 2 ;; esac
for stage in $stages; do
    [ -x "$stage/server" ] || complain "there is no $stage/server: run make first" 1
done
for program in bench/load ${stages:+build/bench/floor}; do
    [ -x "$program" ] || complain "there is no $program: use make bench" 1
done
for experiment in $experiments; do
    [ "$(type -t "experiment_$experiment")" = function ] ||
        complain "there is no experiment '$experiment', but: $FULL_EXPERIMENTS" 2
done

# names[i] and commands[i]: the servers that were added; urls[i]: where, if the command does not say.
names=() commands=() urls=()
IFS=';' read -r -a entries <<<"$others"
for entry in ${entries[@]+"${entries[@]}"}; do
    entry=${entry#"${entry%%[! ]*}"}
    [ -n "$entry" ] || continue
    name=${entry%%=*} command=${entry#*=} url=
    case $name in *@*) url=http://127.0.0.1:${name#*@}/hello name=${name%%@*} ;; esac
    case $name in '' | *[!A-Za-z0-9.-]* | "$entry") complain "--servers: '$entry' is not NAME=COMMAND" 2 ;; esac
    case " $stages floor ${names[*]-} " in *" $name "*) complain "--servers: '$name' is there already" 2 ;; esac
    names+=("$name") commands+=("$command") urls+=("$url")
done

command -v gnuplot >/dev/null ||
    complain "gnuplot draws the plots, and is not here: make deps installs it" 1
mkdir -p "$output/data" || exit 1

# The load has a processor for itself and the server the others, where there are two and Linux's
# taskset to say so: then neither takes the time of the other, whatever the scheduler thinks.
pin_load="" pin_server=""
processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
if [ -n "$pin" ] && [ "$processors" -ge 2 ] && taskset -c $((processors - 1)) true 2>/dev/null; then
    pin_load="taskset -c $((processors - 1))"
    pin_server="taskset -c 0-$((processors - 2))"
fi

results=$output/results.csv
{
    bash bench/report/environment.sh "${CC:-cc} ${CFLAGS:--O2 -g}"
    echo "command: $command_line"
    echo "pinned: ${pin_load:+the load to processor $((processors - 1)), the server to the others (taskset)}"
} | sed 's/^pinned: $/pinned: no/' >"$output/environment.txt"
echo "experiment,server,x,repeat,$(bench/load --csv-header)" >"$results"

# server_command NAME: what bench/load is to start; for a floor the model's word, as floor.c has it.
server_command() {
    local i
    case $1 in
    floor-01*) echo "build/bench/floor iterative" ;;
    floor-02*) echo "build/bench/floor fork" ;;
    floor-03*) echo "build/bench/floor thread" ;;
    floor-04*) echo "build/bench/floor pool" ;;
    floor-05*) echo "build/bench/floor select" ;;
    *)
        for ((i = 0; i < ${#names[@]}; i++)); do
            [ "${names[i]}" = "$1" ] && echo "${commands[i]}" && return
        done
        echo "$1/server --port 0 $(server_options "$1")"
        ;;
    esac
}

server_url() {
    local i
    for ((i = 0; i < ${#names[@]}; i++)); do
        [ "${names[i]}" = "$1" ] && echo "${urls[i]}"
    done
}

# measure_point SERVER X: leaves the values in $row. Once more if time was stolen; then the better of the two.
measure_point() {
    local before again url lost status first_row="" first_lost=0 limit
    url=$(server_url "$1")
    limit=$(echo "$load_seconds" | awk '{ print int($1 * 10 < 5 ? 5 : $1 * 10) }') # a tenth of the time
    for again in 1 2; do
        before=$(stolen)
        # shellcheck disable=SC2046,SC2086 # the options are words
        row=$($pin_load bench/load --csv --server "$pin_server $(server_command "$1")" \
            --duration "$load_seconds" --warm-up 0.1 $(load_options "$2") $url 2>>"$output/log.txt")
        status=$? # 1 with figures: no request succeeded, which is a result, too
        [ $status = 0 ] || { [ $status = 1 ] && [ -n "$row" ]; } || return 1
        lost=$(($(stolen) - before))
        [ $lost -le "$limit" ] && return 0
        # On a machine that is never quiet, a quarter more time is what second tries may take.
        if [ "$again" = 1 ] && [ $((retried * 4)) -gt "$done_cells" ]; then
            break
        elif [ "$again" = 1 ]; then
            retried=$((retried + 1))
            first_row=$row first_lost=$lost
        elif [ $first_lost -lt $lost ]; then
            row=$first_row
        fi
    done
    disturbed=$((disturbed + 1))
}

# On a terminal the progress is one line that changes; elsewhere a line for each repeat.
terminal=
[ -t 2 ] && terminal=yes
say_progress() {
    local left="" elapsed=$((SECONDS - started))
    [ "$done_cells" -gt 0 ] && left=", $((elapsed * (all_cells - done_cells) / done_cells)) s left"
    if [ -n "$terminal" ]; then
        printf '\r\033[K[%d/%d] %s: %s, %s%s' "$done_cells" "$all_cells" "$1" "$2" "$3" "$left" >&2
    elif [ "${4:-}" = new ]; then
        echo "bench: [$done_cells/$all_cells] $1, repeat $repeat of $repeats$left" >&2
    fi
}

# Ctrl-C reaches the load generator as well, which ends its server; then no more is measured here.
cut=
trap 'cut=yes' INT TERM

count_words() { echo $#; }

# servers_of: the stages, the added servers, and the floors where the experiment wants them.
servers_of() {
    local stage
    echo "$stages" ${names[@]+"${names[@]}"}
    [ -z "$floor" ] || for stage in $stages; do echo "floor-$stage"; done
}

all_cells=0
for experiment in $experiments; do
    declare_experiment "$experiment"
    # shellcheck disable=SC2046,SC2086 # lists of words, here and below
    all_cells=$((all_cells + $(count_words $x_values) * $(count_words $(servers_of)) * repeats))
done

started=$SECONDS
done_cells=0
troubles=0
disturbed=0
retried=0
for experiment in $experiments; do
    declare_experiment "$experiment"
    servers=$(servers_of | tr '\n' ' ')
    repeat=1
    while [ "$repeat" -le "$repeats" ] && [ -z "$cut" ]; do
        news=new
        for x in $x_values; do
            for server in $servers; do
                [ -n "$cut" ] && break 2
                say_progress "$title" "$x $x_label" "$server" "$news"
                news=
                if measure_point "$server" "$x"; then
                    echo "$experiment,$server,$x,$repeat,$row" >>"$results"
                elif [ -z "$cut" ]; then
                    troubles=$((troubles + 1))
                    why=$(grep '^load: ' "$output/log.txt" | tail -n 1)
                    echo "$title with $x $x_noun, $server (repeat $repeat): ${why#load: }" >>"$output/data/missing"
                fi
                done_cells=$((done_cells + 1))
            done
        done
        # The next repeat begins with another server.
        # shellcheck disable=SC2086
        set -- $servers
        servers="${*:2} $1"
        repeat=$((repeat + 1))
    done
done
[ -n "$terminal" ] && printf '\r\033[K' >&2
[ -n "$cut" ] && echo "bench: cut short; what was measured is kept" >&2

trap - INT TERM
. bench/report/report.sh
write_report || exit 1
echo
echo "The report: $output/report.html (figures: results.csv; text: report.md)"
[ $troubles -gt 0 ] || [ -n "$cut" ] || rm -f "$output/log.txt" # nothing to look for in it
[ $troubles -eq 0 ] ||
    echo "bench: $troubles of $all_cells points could not be measured; why is in $output/log.txt" >&2
[ -z "$cut" ] || exit 130
