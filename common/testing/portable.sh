#!/usr/bin/env bash
# portable.sh - runs the main path of each script with each installed awk and sh. None may complain, and output that does
# not depend on the time must be the same.
# usage: portable.sh          ("make test-portable" calls it, at the top; CI has mawk, gawk, original-awk, busybox, dash)
set -u
export LC_ALL=C
unset CDPATH
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
failed=0

# be NAME COMMAND...: makes a folder for PATH in which NAME (awk or sh) is COMMAND.
be() {
    local folder=$scratch/tools/$2-${3-}
    mkdir -p "$folder"
    printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v "$2")${3+ $3}" >"$folder/$1"
    chmod +x "$folder/$1"
    echo "$folder"
}

# path NAME COMMAND...: runs it, and compares its output, $out/NAME, with the first tool's.
path() {
    local name=$1
    shift
    "$@" >"$out/$name" 2>"$out/$name.errors" </dev/null || {
        echo "  $tool: $name failed: $(tail -n 3 "$out/$name" "$out/$name.errors")"
        failed=$((failed + 1))
    }
    # awk and sh complain in their own words if they do not know something.
    if grep -i 'awk:\|syntax error\|not found\|bad substitution' "$out/$name.errors"; then
        echo "  $tool: $name complains"
        failed=$((failed + 1))
    fi
}

# timed NAME COMMAND...: the same for output that differs in each run.
timed() {
    path "$@"
    echo "It ran." >"$out/$1"
}

# Scripts for sh.
sh_paths() {
    path diff sh notes/book/diff-stages.sh 01 02
    sed -i.old '1,/^@@/d' "$out/diff" # the times of files
    path rooms sh common/testing/rooms.sh
    timed tests env FILTER='@(calls)/*1_byte*' sh common/testing/contract/run-tests.sh ./ 05-select/server \
        build/common/testing/faults/faults
    timed defences sh common/testing/faults/defences.sh that_receive_1_byte
}

# Scripts that use awk.
awk_paths() {
    sh_paths
    path help make -s help
    path notes bash notes/book/notes.sh --check notes/04-thread-pool.md notes/glossary.md
    path start bash notes/labs/grade/start.sh 02 "$out/lab"
    path classroom50 bash notes/labs/grade/grade.sh --classroom50 "$out/tests.json" 01
    mkdir -p "$out/right" && cp common/socket/listener.c 01-iterative/server.c "$out/right/"
    timed grade bash notes/labs/grade/grade.sh --test http/every_route_answers --gradescope "$out/results.json" --autolab 01 "$out/right"
    jq -e .tests "$out/results.json" >/dev/null || { echo "  $tool: results.json is no JSON" && failed=$((failed + 1)); }
    timed trace bash notes/book/trace.sh 01-iterative
    timed demo bash bench/demo.sh
    timed floor bash bench/floor.sh --seconds 0.1 --pairs 1 --clients 1
    timed bench bash bench/run.sh --full --stages "01-iterative 05-select" --seconds 0.1 --repeats 1 --clients 1 --output "$out/measured"
    grep -q '^!' "$out/measured/report.md" || { echo "  $tool: no plot in the report" && failed=$((failed + 1)); }
}

first=
try() { # try AWK-OR-SH COMMAND...
    command -v "$2" >/dev/null || { echo "  $2 is not here" && failed=$((failed + 1)) && return; }
    tool="$1 = ${*:2}" out=$scratch/$2-${3-}
    mkdir -p "$out"
    before=$failed
    PATH=$(be "$@"):$PATH "$1_paths"
    for name in diff rooms help notes classroom50; do
        [ -z "$first" ] || [ ! -f "$out/$name" ] || cmp "$first/$name" "$out/$name" || failed=$((failed + 1))
    done
    first=${first:-$out}
    [ "$failed" != "$before" ] || echo "  $tool: as the others"
}

try awk mawk
try awk gawk
try awk original-awk
try awk busybox awk
try sh dash
try sh bash
try sh busybox sh
[ $failed -eq 0 ]
