# redraw.sh - run.sh --redraw: plots and report from the figures of a run, which is not repeated. Its experiments and
# servers are in results.csv, and its options in the command that environment.txt keeps.
# shellcheck shell=bash disable=SC2034,SC2154 # the names are run.sh's

# column N: the different values in a column of results.csv, in the order in which they appear.
column() {
    awk -F, -v n="$1" 'FNR > 1 && !($n in seen) { seen[$n] = 1; print $n }' "$output/results.csv"
}

remember_run() {
    local words i name
    full='' seconds='' repeats=3 cut=''
    read -r -a words <<<"$(sed -n 's/^command: //p' "$output/environment.txt")"
    for ((i = 0; i < ${#words[@]}; i++)); do
        case ${words[i]} in
        --full) full=yes ;;
        --seconds) seconds=${words[i + 1]} ;;
        --repeats) repeats=${words[i + 1]} ;;
        esac
    done
    [ -n "$seconds" ] || seconds=${full:+0.5}
    [ -n "$seconds" ] || seconds=0.25
    experiments=$(column 1 | tr '\n' ' ')
    stages='' extra_servers='' names=()
    for name in $(column 2 | sort); do
        case " $BEYOND " in *" $name "*) extra_servers="$extra_servers $name" && continue ;; esac
        case $name in
        floor-*) ;;
        0[1-5]-*) stages="$stages $name" ;;
        *) names+=("$name") ;;
        esac
    done
    ! grep -q '^This run was cut short' "$output/report.md" 2>/dev/null || cut=yes
}

# seconds_measured: how long a point of this experiment took. (What experiments.sh says may have changed.)
seconds_measured() {
    awk -F, -v experiment="$experiment" '
        FNR == 1 { for (i = 1; i <= NF; i++) if ($i == "duration_s") column = i }
        $1 == experiment && $column + 0 > most { most = $column + 0 }
        END { printf("%.2g\n", most) }' "$results"
}

redraw() {
    remember_run
    . bench/rounds.sh
    . bench/report/report.sh
    write_report || exit 1
    echo "The report: $output/report.html"
    [ "$troubles" -eq 0 ] || echo "bench: why something is missing is in $output/log.txt" >&2
    [ -z "$not_to_be_quoted" ] || echo "bench: $not_to_be_quoted" >&2
}
