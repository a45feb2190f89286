#!/usr/bin/env bash
# floor.sh - compares each stage with the least that its model can cost (floor.c), in pairs: one right after the
# other, so that a machine that becomes slower does so for both. "make bench-floor" calls it.
set -u
export LC_ALL=C
unset CDPATH
cd "$(dirname "$0")/.." || exit 1
. bench/measure.sh

usage() {
    cat <<'HELP'
Usage: bench/floor.sh [OPTION]...        (or: make bench-floor BENCH="OPTION...")
Prints, for short connections, the server's CPU time per request over its floor's, and for persistent
ones its throughput over its floor's: the median of the pairs, and [the least, the greatest].

  --stages LIST     these only, e.g. "01-iterative 05-select"
  --clients LIST    how many clients (1 8 64)
  --pairs N         how many pairs for each figure (7)
  --seconds S       how long each half of a pair is measured (0.4)
  --tries N         how often a pair is measured again, at most, if others took processor time meanwhile (5)
  --help            this text
HELP
}

stages="01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select" clients="1 8 64" pairs=7 seconds=0.4 tries=5
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage && exit 0 ;;
    --stages | --clients | --pairs | --seconds | --tries)
        [ $# -ge 2 ] || { echo "bench: $1 needs a value" >&2 && exit 2; }
        ;;
    *) echo "bench: there is no option '$1' (--help shows the options)" >&2 && exit 2 ;;
    esac
    case $1 in
    --stages) stages=$2 ;;
    --clients) clients=$2 ;;
    --pairs) pairs=$2 ;;
    --seconds) seconds=$2 ;;
    --tries) tries=$2 ;;
    esac
    shift 2
done

choose_processors
scratch=$(mktemp -d "${TMPDIR:-/tmp}/floor.XXXXXX") || exit 1
results=$scratch/results

# At the end, and at Ctrl-C: the results so far.
report() {
    [ -t 2 ] && printf '\r\033[K' >&2
    grep '^load: ' "$results.log" 2>/dev/null | sort | uniq -c >&2 # failed measurements, and why
    disturbed=$(grep -c '^disturbed' "$results.log" 2>/dev/null)
    [ "${disturbed:-0}" = 0 ] ||
        echo "$disturbed of $(wc -l <"$results") pairs were disturbed by others, in spite of second tries." >&2
    touch "$results"
    awk -v clients="$clients" -v stages="$stages" -f bench/report/floor.awk "$results"
}
trap 'report; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# measure KIND CLIENTS COMMAND: leaves the figure to compare in $figure. (Not on standard output: while bash
# waits inside "$(...)" it does not run a trap.)
header=$(bench/load --csv-header)
measure() {
    local column=server_cpu_us_per_request requests=1
    [ "$1" = short ] || column=requests_per_s requests=0
    # shellcheck disable=SC2086 # words
    $pin_load bench/load --csv --server "$pin_server $3" --connections "$2" --requests $requests \
        --duration "$seconds" --warm-up 0.1 --warm-up-limit 1 >"$results.row" 2>>"$results.log"
    case $? in
    0) ;;
    130) exit 130 ;; # Ctrl-C, which bash does not hear of if a program sees to it
    *) : >"$results.row" ;;
    esac
    figure=$(awk -F, -v header="$header" -v column=$column '
        BEGIN { count = split(header, names, ",") }
        { for (i = 1; i <= count; i++) value[names[i]] = $i }
        END { if (value["failures"] == 0) print value[column] }' "$results.row")
}

# measure_pair KIND CLIENTS STAGE: a line of results. It keeps the first try that others did not disturb, or the one
# from which they took least.
measure_pair() {
    local kind=$1 count=$2 stage=$3 ours="$3/server --port 0" floor one other try least='' line=''
    floor=$(floor_command "$stage")
    for ((try = 0; try <= tries; try++)); do
        watch_others
        one='' other=''
        if (((pair + try) % 2)); then
            measure "$kind" "$count" "$ours" && one=$figure
            measure "$kind" "$count" "$floor" && other=$figure
        else
            measure "$kind" "$count" "$floor" && other=$figure
            measure "$kind" "$count" "$ours" && one=$figure
        fi
        count_others
        if [ -n "$one" ] && [ -n "$other" ] && { [ -z "$least" ] || [ "${others:-0}" -lt "$least" ]; }; then
            least=${others:-0} line="$kind $stage $count $one $other"
        fi
        [ "$clean" = 0 ] || break
        wait_for_quiet 5
    done
    [ $try -le "$tries" ] || echo disturbed >>"$results.log"
    [ -z "$line" ] || echo "$line" >>"$results"
}

for ((pair = 1; pair <= pairs; pair++)); do
    [ -t 2 ] && printf '\r\033[Kpair %d of %d' "$pair" "$pairs" >&2
    for kind in short persistent; do
        for count in $clients; do
            for stage in $stages; do
                # A server with fewer workers than clients leaves some without a reply: no comparison.
                case $kind$stage in
                persistent01*) [ "$count" -le 1 ] || continue ;;
                persistent04*) [ "$count" -le 8 ] || continue ;;
                esac
                measure_pair $kind "$count" "$stage"
            done
        done
    done
done
[ -s "$results" ] # false: there was nothing to compare
