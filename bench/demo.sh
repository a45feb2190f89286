#!/usr/bin/env bash
# demo.sh - six clients arrive together at each of the five servers; lanes drawn from the measured
# times show who waited and who was served. Plain bash 3.2, as macOS has it. "make demo" calls it.
set -u
# Draws with blocks if the locale can show them. For the work the locale is C: a decimal point is a point then, for every
# program.
utf8=0
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) utf8=1 ;; esac
export LC_ALL=C
unset CDPATH
caller=$PWD
cd "$(dirname "$0")/.." || exit 1

usage() {
    cat <<'HELP'
Usage: bench/demo.sh [OPTION]...          (or: make demo)
Six clients arrive together at each of the five servers: once with slow work, once as slow
clients. Draws, from the measured times, which clients wait and which are served. Takes six seconds.

  --output DIR   keep what was measured: DIR/SCENE-STAGE.csv (a line for each request), and
                 DIR/SCENE-lanes.dat and .gp, from which bench/report/swimlane.gp draws a picture
  --quiet        measure, and draw nothing here
  --help         this text

Uses colours only on a terminal, and not if NO_COLOR is set.
HELP
}

complain() {
    echo "demo: $1" >&2
    exit "$2"
}

STAGES="01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select"
CLIENTS=6
UNIT=150   # ms: how long the work takes, or the sending of a request
LONGEST=5  # s: wait no longer for the answers of a server

output=
quiet=
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage && exit 0 ;;
    --quiet) quiet=yes ;;
    --output)
        [ -n "${2:-}" ] || complain "--output needs a folder (--help shows the options)" 2
        output=$2
        case $output in /*) ;; *) output=$caller/$output ;; esac
        shift
        ;;
    *) complain "there is no option '$1' (--help shows the options)" 2 ;;
    esac
    shift
done
for program in $STAGES; do
    [ -x "$program/server" ] || complain "there is no $program/server: run make first" 1
done
[ -x bench/load ] || complain "there is no bench/load: run make first" 1

colours="" bold="" plain=""
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    colours=yes bold=$'\033[1m' plain=$'\033[0m'
fi
progress=
[ -t 2 ] && [ "${TERM:-dumb}" != dumb ] && progress=yes

# One line that changes. It disappears when there is a result to show.
say_progress() { [ -z "$progress" ] || printf '\r\033[K%s' "$1" >&2; }

trap 'exit 130' INT # Ctrl-C reaches the load generator as well, which ends its server
trap 'exit 143' TERM
temporary=$(mktemp -d "${TMPDIR:-/tmp}/demo.XXXXXX") || exit 1
trap 'say_progress ""; rm -rf "$temporary"' EXIT
folder=${output:-$temporary}
mkdir -p "$folder" || exit 1

# A scene has words, requests for each connection, a number of ms of work in each request, room for so many ms
# in the lanes, and options for the load.
scene_work() {
    title="Slow work"
    sentence="Six clients arrive together, and each asks for work that takes $UNIT ms."
    note=
    kinds="wait work reply"
    requests=1
    work=$UNIT
    room=990
    load="--path /sleep/$UNIT --connections $CLIENTS --requests 1 --rounds 1"
}

# Two requests on each connection: with only one, no client would seem to wait for another (see note).
scene_clients() {
    title="Slow clients"
    sentence="Six clients arrive together. Each sends two requests, drop by drop, $UNIT ms each."
    note="(A first request gets in while its client still queues: the kernel takes it.)"
    kinds="send wait reply"
    requests=2
    work=0
    room=1100
    load="--path /hello --connections 0 --slow $CLIENTS --drip $UNIT --requests 2 --rounds 1"
}

describe_stage() {
    command="$1/server --port 0"
    case $1 in
    01-*) model="one client at a time" colour=34 ;;
    02-*) model="a process for each client" colour=31 ;;
    03-*) model="a thread for each client" colour=32 ;;
    04-*) model="three threads for all clients" colour=35 command="$command --workers 3" ;;
    05-*) model="one loop for all clients" colour=33 ;;
    esac
    [ -n "$colours" ] || colour=
}

measure() {
    say_progress "$title: $1 ..."
    # shellcheck disable=SC2086 # the options are words
    bench/load --csv --server "$command" $load --warm-up 0 --duration $LONGEST \
        --timeline "$folder/$scene-$1.csv" >/dev/null 2>"$temporary/complaint" || {
        [ $? != 130 ] || exit 130 # Ctrl-C, which bash does not hear of if a program sees to it
        say_progress ""
        cat "$temporary/complaint" >&2
        complain "cannot measure $1" 1
    }
    segments=$(awk -v clients=$CLIENTS -v requests="$requests" -v work="$work" \
        -v until=$((LONGEST * 1000)) -f bench/report/lanes.awk "$folder/$scene-$1.csv") || exit 1
    say_progress ""
}

# All stages have one scale: the time that the scene should take, or the time that the first stage took, in which
# the clients take turns. A longer lane ends in ">".
settle_scale() {
    awk -v room="$room" '$4 * 1.02 > room { room = $4 * 1.02 } END { printf("%d\n", room) }'
}

play() {
    local lanes="$folder/$scene-lanes.dat" scale="" colour model command segments
    if [ -z "$quiet" ]; then
        printf '\n%s\n%s\n' "$bold$title$plain" "$sentence"
        [ -z "$note" ] || echo "$note"
        awk -v part=legend -v kinds="$kinds" -v utf8=$utf8 -f bench/report/lanes_text.awk /dev/null
    fi
    echo "# $title: $sentence" >"$lanes"
    for stage in $STAGES; do
        describe_stage "$stage"
        measure "$stage"
        printf '# %s: %s\n%s\n\n\n' "$stage" "$model" "$segments" >>"$lanes"
        [ -n "$quiet" ] && continue
        [ -n "$scale" ] || scale=$(echo "$segments" | settle_scale)
        echo "$segments" | awk -v name="$stage" -v model="$model" -v colour="$colour" -v utf8=$utf8 \
            -v scale="$scale" -f bench/report/lanes_text.awk
    done
    [ -z "$output" ] ||
        awk -v unit=$UNIT -v gp="$folder/$scene-lanes.gp" -f bench/report/lanes_finding.awk "$lanes"
    [ -n "$quiet" ] && return
    awk -v part=axis -v scale="$scale" -v tick=$UNIT -f bench/report/lanes_text.awk /dev/null
    echo
    awk -v unit=$UNIT -f bench/report/lanes_finding.awk ${before:+"$before"} "$lanes"
    before=$lanes
}

before=
for scene in work clients; do
    "scene_$scene"
    play
done
