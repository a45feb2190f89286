#!/usr/bin/env bash
# explore.sh - explores the code of a stage with threads, or a student's: "make explore-03", "make explore-04 LAB_DIR=...".
# usage: explore.sh STAGE [FOLDER] [-- OPTION...]     (FOLDER: with server.c, and queue.c in lab 4; OPTION: as --help of
# the explorer says)
# shellcheck disable=SC2086 # CFLAGS are words
set -eu
cd "$(dirname "$0")/../../.."
here=common/testing/explore
stage=$1 folder='' && shift
if [ $# -gt 0 ] && [ "$1" != -- ]; then folder=${1%/} && shift; fi
[ $# -eq 0 ] || shift
case $stage in
03 | 3) stage=03 beside=03-thread-per-conn ours=server.c ;;
04 | 4) stage=04 beside=04-thread-pool ours="queue.c server.c" ;;
*)
    echo "explore: '$stage' has no threads to explore: 03 or 04" >&2
    exit 2
    ;;
esac
folder=${folder:-$beside}
out=${EXPLORE_OUT:-${BUILD:-build}/explore/$stage}
mkdir -p "$out"

# compile NAME FILE [OPTION...]
compile() {
    local name=$1 file=$2
    shift 2
    ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -I. ${CFLAGS:--O1 -g} -pthread "$@" -iquote "$beside" -iquote common/server -c -o "$out/$name.o" "$file" || {
        echo "explore: '$file' does not compile" >&2
        exit 2
    }
}
replaced=(-include "$here/replace.h")
for name in scheduler model lives explore print; do compile $name $here/$name.c; done
compile platform common/socket/platform.c
clients=common/server/clients.c
[ ! -f "$folder/clients.c" ] || clients=$folder/clients.c
compile clients "$clients" "${replaced[@]}" -fPIC
compile server "$folder/server.c" "${replaced[@]}" -fPIC -Dmain=stage_main
create=()
[ $stage != 03 ] || create=(-DEXPLORE_CREATE_MAY_FAIL)
compile server_scenarios $here/server_scenarios.c "${replaced[@]}" ${create[@]+"${create[@]}"}
case $(uname) in
Darwin) later=(-undefined dynamic_lookup) ;;
*) later=("-Wl,--unresolved-symbols=ignore-all" "-Wl,-z,lazy") ;;
esac
# link PROGRAM SCENARIOS OBJECT...: the objects are the code that is explored. They become PROGRAM.so, which only the process of
# one schedule loads: the process that counts and judges runs none of that code.
link() {
    local program=$1 scenarios=$2 judge=("$out"/{scheduler,model,lives,explore,print,platform}.o)
    shift 2
    judge+=("$out/$scenarios.o")
    ${CC:-cc} ${CFLAGS:--O1 -g} -pthread -o "$out/$program" "${@/#/$out/}" "${judge[@]}" || {
        echo "explore: '$folder' calls a function that the scenarios do not know" >&2
        exit 2
    }
    ${CC:-cc} ${CFLAGS:--O1 -g} -pthread -shared "${later[@]}" -o "$out/$program.so" "${@/#/$out/}"
    ${CC:-cc} ${CFLAGS:--O1 -g} -pthread -rdynamic "${later[@]}" -o "$out/$program" "${judge[@]}" -ldl
}
programs=()
case $ours in *queue.c*)
    compile queue "$folder/queue.c" "${replaced[@]}" -fPIC
    compile queue_scenarios $here/queue_scenarios.c "${replaced[@]}"
    link queue queue_scenarios queue.o
    programs=(queue)
    ;;
esac
# shellcheck disable=SC2046 # words
link pool server_scenarios server.o clients.o $([ $stage = 03 ] || echo queue.o)
programs+=(pool)

echo "explore: $ours in $folder" >&2
# The token of a replay begins with the scenario, which is in one of the programs.
words="$* "
case $words in *--replay\ *)
    scenario=${words#*--replay }
    scenario=${scenario%%:*}
    for program in "${programs[@]}"; do
        ! "$out/$program" --list | grep -q "^$scenario:" || programs=("$program")
    done
    ;;
esac
explore() { for program in "${programs[@]}"; do "$out/$program" "$@" || return; done; }
if [ -z "${PAGE:-}" ]; then
    explore "$@"
    exit
fi
# With PAGE=file.html the schedule that breaks a promise also becomes a page that plays it.
status=0
explore "$@" >"$out/report" || status=$?
cat "$out/report"
! grep -q '^step  ' "$out/report" || bash bench/see/see.sh --schedule "$out/report" --output "$PAGE"
exit $status
