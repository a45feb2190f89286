#!/usr/bin/env bash
# run.sh - runs the experiments against the servers, and leaves a folder with figures, plots and a report.
# Plain bash 3.2, as macOS has it. "make bench" calls it; --help says more.
set -u
export LC_ALL=C # decimal points are points, in every program
unset CDPATH
caller=$PWD
cd "$(dirname "$0")/.." || exit 1
here=$PWD
. bench/measure.sh
# shellcheck source=bench/experiments.sh
. bench/experiments.sh

usage() {
    cat <<'HELP'
Usage: bench/run.sh [OPTION]...          (or: make bench BENCH="OPTION...")
Runs each experiment against each server, draws plots, and writes a report.

  --full            all experiments at all points (make bench FULL=1); without it three of them
  --experiments L   these only: short persistent slow-work slow-clients idle-crowd
                    offered-load latency-curve process-control
  --stages LIST     these stages only, e.g. "01-iterative 05-select" (all five)
  --beyond          three servers of the labs as well: epoll, prefork, and a loop in front
                    of a pool (make bench BEYOND=1; --full has them)
  --servers LIST    these servers as well (make bench SERVERS="..."), each NAME=COMMAND,
                    with a ";" between two of them. In the command, {port} stands for a port
                    number. A server that has its port elsewhere: NAME@PORT=COMMAND
  --seconds S       how long each point is measured (0.25; with --full 0.5)
  --repeats N       how often (3). If other programs took processor time from a measurement,
                    it is marked in results.csv and repeated, as far as there is time. The
                    plots show the median of the undisturbed ones; the bars show the least
                    and the most
  --clients LIST    other values for what varies in an experiment, e.g. "1 16 256"
  --no-pin          let the server and the load use the same processors
  --output DIR      the folder for the results (bench/results/DATE-TIME)
  --redraw DIR      measures nothing: draws the plots and writes the report of DIR/results.csv anew
  --help            this text

Each point has a fresh server. The servers take turns within each repeat, so that a machine that
becomes slower for a minute does so for all of them. Ctrl-C keeps the measurements so far.
HELP
}

complain() {
    echo "bench: $1" >&2
    exit "$2"
}

seconds="" repeats="" clients="" experiments="" full="" beyond="" others_list="" pin=yes redraw=""
stages="01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select"
output=$here/bench/results/$(date '+%Y%m%d-%H%M%S')
command_line="bench/run.sh$([ $# -eq 0 ] || printf ' %q' "$@")"

while [ $# -gt 0 ]; do
    case $1 in
    --help) usage && exit 0 ;;
    --full) full=yes && shift && continue ;;
    --beyond) beyond=yes && shift && continue ;;
    --no-pin) pin= && shift && continue ;;
    --seconds | --repeats | --clients | --stages | --servers | --experiments | --output | --redraw)
        [ $# -ge 2 ] || complain "$1 needs a value (--help shows the options)" 2
        ;;
    *) complain "there is no option '$1' (--help shows the options)" 2 ;;
    esac
    case $1 in
    --seconds) seconds=$2 ;;
    --repeats) repeats=$2 ;;
    --clients) clients=$2 ;;
    --stages) stages=$2 ;;
    --servers) others_list=$2 ;;
    --experiments) experiments=$2 ;;
    --output) output=$2 ;;
    --redraw) redraw=yes output=$2 ;;
    esac
    shift 2
done
case $output in /*) ;; *) output=$caller/$output ;; esac
command -v gnuplot >/dev/null ||
    complain "gnuplot draws the plots, but is not installed: make deps installs it" 1
if [ -n "$redraw" ]; then
    for file in results.csv environment.txt; do
        [ -f "$output/$file" ] || complain "--redraw: '$output' has no $file" 1
    done
    . bench/report/redraw.sh
    redraw
    exit
fi
[ -n "$experiments" ] || experiments=${full:+$FULL_EXPERIMENTS}
[ -n "$experiments" ] || experiments=$DEFAULT_EXPERIMENTS
[ -n "$seconds" ] || seconds=${full:+0.5}
[ -n "$seconds" ] || seconds=0.25
[ -n "$repeats" ] || repeats=3
case $repeats in *[!0-9]* | 0 | '') complain "--repeats: '$repeats' is not a number from 1" 2 ;; esac
case $seconds in *[!0-9.]* | *.*.* | 0 | .) complain "--seconds: '$seconds' is not a number of seconds" 2 ;; esac
for x in $clients; do
    case $x in *[!0-9]*) complain "--clients: '$x' is not a number" 2 ;; esac
done
for experiment in $experiments; do
    [ "$(type -t "experiment_$experiment")" = function ] ||
        complain "there is no experiment '$experiment', but: $FULL_EXPERIMENTS" 2
done
extra_servers=
for name in ${beyond:+$BEYOND} ${full:+$BEYOND}; do
    case " $extra_servers " in *" $name "*) continue ;; esac
    if [ -x "$(beyond_program "$name")" ]; then
        extra_servers="$extra_servers $name"
    elif [ -n "$beyond" ]; then
        complain "there is no $(beyond_program "$name"): use make bench BEYOND=1" 1
    fi
done

# names[i] and commands[i]: the added servers; urls[i]: their URL, if the command does not contain the port.
names=() commands=() urls=()
IFS=';' read -r -d '' -a entries <<<"$others_list;"
for entry in "${entries[@]}"; do
    entry=${entry#"${entry%%[![:space:]]*}"}
    [ -n "$entry" ] || continue
    name=${entry%%=*} command=${entry#*=} url=
    case $name in *@*) url=http://127.0.0.1:${name#*@}/hello name=${name%%@*} ;; esac
    case $name in '' | *[!A-Za-z0-9.-]* | "$entry")
        complain "--servers: '$entry' is not NAME=COMMAND, with letters, digits, '.' and '-' in the name" 2 ;;
    esac
    case $url in *:*:*[!0-9]*/hello | *:/hello) complain "--servers: '$entry': the port is not a number" 2 ;; esac
    case " $stages $BEYOND floor ${names[*]-} " in *" $name "*) complain "--servers: '$name' is there already" 2 ;; esac
    [ -n "$command" ] || complain "--servers: '$name' has no command" 2
    names+=("$name") commands+=("$command") urls+=("$url")
done

for stage in $stages; do
    [ -x "$stage/server" ] || complain "there is no $stage/server: run make first" 1
done
for program in bench/load ${stages:+build/bench/floor}; do
    [ -x "$program" ] || complain "there is no $program: use make bench" 1
done
command -v gnuplot >/dev/null ||
    complain "gnuplot draws the plots, but is not installed: make deps installs it" 1
mkdir -p "$output/data" || complain "--output: cannot make the folder '$output'" 1
[ -w "$output" ] || complain "--output: cannot write to '$output'" 1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
[ -z "$pin" ] || choose_processors

results=$output/results.csv
{
    bash bench/report/environment.sh "${CC:-cc} ${CFLAGS:--O2 -g}"
    echo "command: $command_line"
    echo "pinned: ${pin_load:+the load to processor $((processors - 1)), the server to the others (taskset)}"
} | sed 's/^pinned: $/pinned: no/' >"$output/environment.txt"
echo "experiment,server,x,repeat,clean,others_s,$(bench/load --csv-header)" >"$results"

# Ctrl-C reaches the load generator as well, which ends its server; then this script measures no more.
cut=
trap 'cut=yes' INT TERM

. bench/rounds.sh
plan
started=$SECONDS
for experiment in $experiments; do
    [ -n "$cut" ] || run_experiment
done
[ -n "$terminal" ] && printf '\r\033[K' >&2
[ -n "$cut" ] && echo "bench: cut short; what was measured is kept" >&2

trap - INT TERM
. bench/report/report.sh
write_report || exit 1
echo
echo "The report: $output/report.html (figures: results.csv; text: report.md)"
[ $troubles -gt 0 ] || [ -n "$cut" ] || rm -f "$output/log.txt" # nothing failed, so it is of no use
[ $troubles -eq 0 ] ||
    echo "bench: $troubles measurements failed; why is in $output/log.txt" >&2
[ -z "$not_to_be_quoted" ] || echo "bench: $not_to_be_quoted" >&2
[ -z "$cut" ] || exit 130
