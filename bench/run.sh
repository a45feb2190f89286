#!/usr/bin/env bash
# run.sh - runs the experiments against the servers, and leaves a folder with figures, plots and a table.
# Plain bash 3.2, as macOS has it. "make bench" calls it; --help says more.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=bench/experiments.sh
. bench/experiments.sh

usage() {
    cat <<'HELP'
Usage: bench/run.sh [OPTION]...          (or: make bench BENCH="OPTION...")
Runs each experiment against each server and draws what came out.

  --seconds S       how long each point is measured (0.5)
  --repeats N       how often (3); the plots show the median, the bars the least and the most
  --clients LIST    measure only at these numbers of clients, e.g. "1 16 256"
  --servers LIST    these stages only, e.g. "01-iterative 05-select" (all five)
  --experiments L   these experiments only (short)
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

seconds=0.5
repeats=3
clients=
servers="01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select"
experiments=$ALL_EXPERIMENTS
output=bench/results/$(date '+%Y%m%d-%H%M%S')

while [ $# -gt 0 ]; do
    case $1 in
    --help) usage && exit 0 ;;
    --seconds | --repeats | --clients | --servers | --experiments | --output)
        [ $# -ge 2 ] || complain "$1 needs a value (--help shows the options)" 2
        ;;
    *) complain "there is no option '$1' (--help shows the options)" 2 ;;
    esac
    case $1 in
    --seconds) seconds=$2 ;;
    --repeats) repeats=$2 ;;
    --clients) clients=$2 ;;
    --servers) servers=$2 ;;
    --experiments) experiments=$2 ;;
    --output) output=$2 ;;
    esac
    shift 2
done
case $repeats in '' | *[!0-9]* | 0) complain "--repeats: '$repeats' is not a number from 1" 2 ;; esac
case $seconds in '' | *[!0-9.]* | 0) complain "--seconds: '$seconds' is not a number of seconds" 2 ;; esac
for server in $servers; do
    [ -x "$server/server" ] || complain "there is no $server/server: run make first" 1
done
for experiment in $experiments; do
    [ "$(type -t "experiment_$experiment")" = function ] ||
        complain "there is no experiment '$experiment', but: $ALL_EXPERIMENTS" 2
done
command -v gnuplot >/dev/null ||
    complain "gnuplot draws the plots, and is not here: make deps installs it" 1
mkdir -p "$output/data" || exit 1

results=$output/results.csv
bash bench/environment.sh "${CC:-cc} ${CFLAGS:--O2 -g}" >"$output/environment.txt"
echo "experiment,server,x,repeat,$(bench/load --csv-header)" >"$results"

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

all_cells=0
for experiment in $experiments; do
    "experiment_$experiment"
    # shellcheck disable=SC2086 # lists of words, here and below
    all_cells=$((all_cells + $(count_words ${clients:-$x_values}) * $(count_words $servers) * repeats))
done

started=$SECONDS
done_cells=0
troubles=0
for experiment in $experiments; do
    "experiment_$experiment"
    repeat=1
    while [ "$repeat" -le "$repeats" ] && [ -z "$cut" ]; do
        news=new
        for x in ${clients:-$x_values}; do
            for server in $servers; do
                [ -n "$cut" ] && break 2
                say_progress "$title" "$x $x_label" "$server" "$news"
                news=
                # shellcheck disable=SC2046 # the options are words
                if row=$(bench/load --csv --server "$server/server --port 0" \
                    --duration "$seconds" --warm-up 0.1 $(load_options "$x") 2>>"$output/log.txt"); then
                    echo "$experiment,$server,$x,$repeat,$row" >>"$results"
                elif [ -z "$cut" ]; then
                    troubles=$((troubles + 1))
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

for experiment in $experiments; do
    "experiment_$experiment"
    awk -v experiment="$experiment" -v title="$title" -v x_label="$x_label" -v seconds="$seconds" \
        -v folder="$output" -f bench/summarise.awk "$results" || exit 1
    for plot in throughput latency cost; do
        gnuplot -e "folder='$output'" -e "name='$experiment-$plot'" bench/plot.gp || exit 1
    done
done
[ $troubles -gt 0 ] || [ -n "$cut" ] || rm -f "$output/log.txt" # nothing to look for in it
echo
echo "Figures, plots and environment: $output"
[ $troubles -eq 0 ] || complain "$troubles of $all_cells points could not be measured" 1
[ -z "$cut" ] || exit 130
