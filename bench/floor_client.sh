#!/usr/bin/env bash
# floor_client.sh - compares what a request costs the load generator with the least that it can cost
# (floor_client.c), and with wrk if it is installed. --help says more.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 1

usage() {
    cat <<'HELP'
Usage: bench/floor_client.sh [OPTION]...       (or: make bench-client BENCH="OPTION...")
Prints CPU time per request and requests a second of bench/load, of a client that only makes the system
calls, and of wrk if it is installed, all with the same server (05-select); then their ratios.
Each figure is the median of the rounds, and [the least, the greatest].

  --clients LIST    how many clients (8 64)
  --rounds N        how often; in each round the three take turns, in another order (7)
  --seconds S       how long each is measured (0.5)
  --help            this text
HELP
}

complain() {
    echo "bench: $1" >&2
    exit "$2"
}

clients="8 64" rounds=7 seconds=0.5
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage && exit 0 ;;
    --clients | --rounds | --seconds) [ $# -ge 2 ] || complain "$1 needs a value (--help shows the options)" 2 ;;
    *) complain "there is no option '$1' (--help shows the options)" 2 ;;
    esac
    case $1 in
    --clients) clients=$2 ;;
    --rounds) rounds=$2 ;;
    --seconds) seconds=$2 ;;
    esac
    shift 2
done
for program in bench/load 05-select/server build/bench/floor_client; do
    [ -x "$program" ] || complain "there is no $program: use make bench-client" 1
done

# The client has a processor for itself, as in run.sh.
pin_client="" pin_server=""
processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
if [ "$processors" -ge 2 ] && taskset -c $((processors - 1)) true 2>/dev/null; then
    pin_client="taskset -c $((processors - 1))"
    pin_server="taskset -c 0-$((processors - 2))"
fi

folder=$(mktemp -d) || exit 1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
mkfifo "$folder/ready" || exit 1
# shellcheck disable=SC2086 # words
$pin_server 05-select/server --port 0 >"$folder/ready" 2>/dev/null &
server=$!
read -r line <"$folder/ready" || complain "05-select does not start" 1
url=${line##* } url=${url%/}
port=${url##*:}

contenders="load floor"
command -v wrk >/dev/null && contenders="$contenders wrk" || echo "(wrk is not installed)"

# measure KIND CLIENTS WHO: a line "KIND CLIENTS WHO CPU-MICROSECONDS REQUESTS-A-SECOND".
measure() {
    local n=1 header='Connection: close' output replies
    [ "$1" = short ] || n=0 header='X-Persistent: yes'
    TIMEFORMAT='%U %S'
    case $3 in
    load)
        output=$({ time $pin_client bench/load --csv -c "$2" -n $n -d "$seconds" -w 0 "$url/hello"; } 2>"$folder/cpu")
        replies=$(awk -F, -v header="$(bench/load --csv-header)" '
            BEGIN { count = split(header, name, ",") }
            { for (i = 1; i <= count; i++) if (name[i] == "answered") print $i }' <<<"$output")
        ;;
    floor)
        output=$({ time $pin_client build/bench/floor_client "$1" "$2" "$seconds" "$port"; } 2>"$folder/cpu")
        replies=${output%% *}
        ;;
    wrk)
        # wrk counts whole seconds.
        output=$({ time $pin_client wrk -t 1 -c "$2" -d 1s -H "$header" "$url/hello"; } 2>"$folder/cpu")
        replies=$(awk '/ requests in / { print $1 }' <<<"$output")
        ;;
    esac
    awk -v what="$1 $2 $3" -v replies="${replies:-0}" -v seconds="$([ "$3" = wrk ] && echo 1 || echo "$seconds")" \
        'replies > 0 { printf "%s %.3f %.1f\n", what, ($1 + $2) * 1e6 / replies, replies / seconds }' "$folder/cpu"
}

for ((round = 1; round <= rounds; round++)); do
    [ ! -t 2 ] || printf '\r\033[Kround %d of %d' "$round" "$rounds" >&2
    for kind in short persistent; do
        for count in $clients; do
            for who in $contenders; do measure "$kind" "$count" "$who"; done
        done
    done
    # shellcheck disable=SC2086
    set -- $contenders
    contenders="${*:2} $1"
done >"$folder/results"
[ ! -t 2 ] || printf '\r\033[K' >&2

awk '
function sorted(values, count, list,    i, j) {
    for (i = 1; i <= count; i++) {
        for (j = i - 1; j > 0 && list[j] > values[i]; j--)
            list[j + 1] = list[j]
        list[j + 1] = values[i]
    }
}
# The median of what is in column `field` of this line, or of its ratio to that of another one.
function put(key, other, field, form,    i, count, values, list) {
    for (i = 1; i <= runs[key]; i++)
        if (other == "" || i <= runs[other])
            values[++count] = value[key, i, field] / (other == "" ? 1 : value[other, i, field])
    if (count == 0)
        return "-"
    sorted(values, count, list)
    return sprintf(form " [" form ", " form "]", list[int((count + 1) / 2)], list[1], list[count])
}
{
    key = $1 " " $2 " " $3
    n = ++runs[key]
    value[key, n, 1] = $4
    value[key, n, 2] = $5
    if (!(($1 " " $2) in known)) {
        known[$1 " " $2] = 1
        cells[++cell_count] = $1 " " $2
    }
}
END {
    for (c = 1; c <= cell_count; c++) {
        cell = cells[c]
        printf "%s clients\n", cell
        split("floor load wrk", who, " ")
        for (w = 1; w <= 3; w++)
            if ((cell " " who[w]) in runs)
                printf "  %-8s CPU per request %-28s requests a second %s\n", who[w],
                    put(cell " " who[w], "", 1, "%.2f") " us", put(cell " " who[w], "", 2, "%.0f")
        printf "  load over its floor: %s\n", put(cell " load", cell " floor", 1, "%.2f")
        if ((cell " wrk") in runs)
            printf "  load over wrk: %s; requests a second %s\n", put(cell " load", cell " wrk", 1, "%.2f"),
                put(cell " load", cell " wrk", 2, "%.2f")
    }
}' "$folder/results"
