#!/usr/bin/env bash
# grade.sh - grades a student's folder: compiles it with sanitizers, runs the lab's tests, adds the points up.
# usage: grade.sh [OPTION]... NN [FOLDER]          ("make lab-04" calls it; see --help)
set -u
cd "$(dirname "$0")/../../.." || exit 2
grade=notes/labs/grade
. common/testing/contract/steal.sh

usage() {
    cat <<END
Usage: grade.sh [OPTION]... NN [FOLDER]      (or: make lab-NN LAB_DIR=FOLDER TEST=NAME GRADE="OPTION...")
Grades lab NN in FOLDER, work/NN-name if none is given. Exit status 0: full marks.
  --test NAME          one test alone (or some: "NAME NAME"); exit status 0: it passes
  --gradescope FILE    writes Gradescope's results.json
  --autolab            ends with Autolab's line of JSON
  --classroom FILE     writes GitHub Classroom's workflow, a step for each test, and grades nothing
  --leaderboard        measures requests a second for a leaderboard; speed gives no points
  --program            compiles FOLDER/server, without sanitizers, and grades nothing
  --jobs N             so many tests at once (2)
  --keep FOLDER        leaves each test's output and transcript there
END
}

test='' gradescope='' autolab='' classroom='' leaderboard='' program_only='' jobs=2 keep=''
while [ $# -gt 0 ]; do
    case $1 in
    --test) test=$2 && shift ;;
    --gradescope) gradescope=$2 && shift ;;
    --autolab) autolab=yes ;;
    --classroom) classroom=$2 && shift ;;
    --leaderboard) leaderboard=yes ;;
    --program) program_only=yes ;;
    --jobs) jobs=$2 && shift ;;
    --keep) keep=$2 && shift ;;
    --help) usage && exit 0 ;;
    -*) usage >&2 && exit 2 ;;
    *) break ;;
    esac
    shift
done
lab=$(echo notes/labs/"${1:-none}"-*)
if [ ! -f "$lab/tests" ]; then
    echo "There is no lab '${1-}'. There are: $(cd notes/labs && echo [01]*-*)" >&2
    exit 2
fi
number=$1 name=${lab##*/} folder=${2:-work/${lab##*/}}
folder=${folder%/}
again="make lab-$number"
[ "$folder" = "work/$name" ] || again="$again LAB_DIR=$folder"
if [ -n "$classroom" ]; then
    mkdir -p "$(dirname "$classroom")"
    awk -v lab="$number" -f $grade/classroom.awk "$lab/tests" >"$classroom"
    exit
fi
if [ ! -d "$folder" ]; then
    echo "There is no $folder. To begin: make start-$number" >&2
    exit 2
fi

out=$(mktemp -d "${TMPDIR:-/tmp}/lab-XXXXXX") || exit 2
# What is still running in the background is told as well: its test ends, and takes its server along.
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$out"' EXIT
trap 'exit 130' INT TERM
holes=$lab/holes
[ -f "$holes" ] || holes=/dev/null
stage=$(sed -n 's/^stage //p' "$holes")
files=$(sed -n 's/^file //p' "$holes" | tr '\n' ' ')
unit=$(sed -n 's/^unit //p' "$holes")

# lines FILE: points, name and likely cause of each test, as TAB-separated fields.
awk -F ' *[|] *' -v OFS='\t' -v only="$test" '
    /^ *(#|$)/ { next }
    { cause = $0; sub(/^[^|]*[|][^|]*[|] */, "", cause) }
    { sub(/^ */, "", $1); sub(/ *$/, "", $2) }
    { name = $2; sub(/ .*/, "", name) }
    only == "" || index(" " only " ", " " name " ") { print $1, $2, cause }' "$lab/tests" >"$out/tests"
if [ ! -s "$out/tests" ]; then
    echo "Lab $number has no test '$test'. It has:" >&2
    awk -F ' *[|] *' '!/^ *(#|$)/ { print "  " $2 }' "$lab/tests" >&2
    exit 2
fi
count=$(wc -l <"$out/tests" | tr -d ' ')

# say TEXT: for people. In a terminal, in colour.
bold='' red='' green='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
    bold=$(printf '\033[1m') red=$(printf '\033[31m') green=$(printf '\033[32m') plain=$(printf '\033[0m')
fi

# --- 1. the compiler's word, with sanitizers

build() { # build DIRECTORY [MAKE-VARIABLE]: the student's programs; their compiler's words on standard output
    local to=$1
    shift
    set -- "$@" STAGE="$stage" UNIT="$unit" LAB_FILES="$files" LAB_DIR="$folder" LAB_OUT="$to/${stage:-lab}"
    make -s "$@" lab-beside >"$out/made" 2>&1 || { cat "$out/made" >&2 && exit 2; }
    make -s "$@" lab-program ${unit:+lab-unit} 2>&1 | grep -v '^make'
    [ "${PIPESTATUS[0]}" -eq 0 ]
}

if [ -n "$program_only" ]; then
    build "$out/plain" || exit 1
    for program in server client; do
        [ ! -f "$out/plain/${stage:-lab}/$program" ] || cp "$out/plain/${stage:-lab}/$program" "$folder/$program"
    done
    echo "$folder/server"
    exit
fi

echo "${bold}Lab $name, in $folder$plain"
if ! build "$out/sanitized" SANITIZE=address,undefined >"$out/compiler"; then
    compiles=no
    echo "  ${red}It does not compile.$plain The compiler's words:"
    sed 's/^/    /' "$out/compiler" | head -n 40
elif [ -s "$out/compiler" ]; then
    compiles=yes
    echo "  It compiles, with warnings; each of them is worth a look:"
    sed 's/^/    /' "$out/compiler" | head -n 40
else
    compiles=yes
fi

# --- 2. the test programs

# source_of SUITE/NAME: where this test is, as FILE:LINE, and nothing if it is nowhere.
source_of() {
    grep -nE "^Test\(${1%%/*}, ${1#*/}[,)]" ${unit:+"$unit"} /dev/null common/testing/contract/*.c common/testing/faults/*.c \
        [0-9]*/test.c $grade/*_tests.c 2>/dev/null | head -n 1 | cut -d : -f 1,2
}

# program_of FILE: the test program that is made of it.
program_of() {
    case $1 in
    "$unit") echo "$out/sanitized/${stage:-lab}/unit" ;;
    common/testing/contract/*) echo build/common/testing/contract/contract ;;
    common/testing/faults/*) echo build/common/testing/faults/faults ;;
    *) echo "build/${1%.c}" ;;
    esac
}

: >"$out/programs"
: >"$out/sources"
while IFS=$(printf '\t') read -r points title cause; do
    source=$(source_of "${title% (plain)}")
    program=$(program_of "${source%:*}")
    echo "$source" >>"$out/sources"
    if [ -z "$source" ]; then
        echo "$lab/tests names a test that is nowhere: $title" >&2
        exit 2
    fi
    echo "$program" >>"$out/programs"
done <"$out/tests"
wanted=$(grep '^build' "$out/programs" | sort -u)
# shellcheck disable=SC2086 # each word is a program
if [ $compiles = yes ]; then
    case " $wanted " in *faults*) wanted="$wanted build/common/testing/faults/shim.so build/common/testing/faults/shim_memory.so" ;; esac
    make -s $wanted >"$out/made" 2>&1 || { cat "$out/made" >&2 && exit 2; }
    if grep -q '(plain)' "$out/tests"; then
        build "$out/plain" >"$out/made" 2>&1 || { cat "$out/made" >&2 && exit 2; }
    fi
fi

# --- 3. the tests

echo "leak:libcriterion" >"$out/suppressed" # its own, and not the student's to mend
export PATIENCE=${PATIENCE:-8}

# run_once N: test N, in a process of its own. Its verdict goes to $out/N.verdict.
run_once() {
    local n=$1 title program status line build=sanitized verdict=failed
    title=$(sed -n "${n}p" "$out/tests" | cut -f 2)
    program=$(sed -n "${n}p" "$out/programs")
    case $title in *" (plain)") build=plain ;; esac
    rm -f "$out/$n.said" "$out/$n".sanitizer.*
    (
        export SERVERS_IN=$out/$build SERVER=$out/$build/${stage:-lab}/server CLIENT=$out/$build/${stage:-lab}/client
        export TRANSCRIPT=$out/$n.said
        [ $build = plain ] || export SANITIZED=yes
        export ASAN_OPTIONS="log_path=$out/$n.sanitizer:detect_stack_use_after_return=0:verify_asan_link_order=0"
        export LSAN_OPTIONS="suppressions=$out/suppressed:print_suppressions=0"
        export UBSAN_OPTIONS="log_path=$out/$n.sanitizer:print_stacktrace=1"
        "$program" --color=never --jobs=1 --filter "${title% (plain)}"
    ) >"$out/$n.log" 2>&1 </dev/null
    status=$?
    line=$(grep 'Synthesis: Tested: ' "$out/$n.log")
    case $status/$line in
    0/*'Tested: 1 | Passing: 1 '*) verdict=passed ;;
    0/*'Tested: 0 '*) verdict=skipped ;; # this system lacks what the test looks at
    esac
    cat "$out/$n".sanitizer.* >"$out/$n.sanitizers" 2>/dev/null && [ $verdict = passed ] && verdict=failed
    echo $verdict >"$out/$n.verdict"
}

# run N: the same; again, if it failed while the machine lost time to others (steal.sh), and nobody is to lose
# points for that. What is wrong fails again.
run() {
    local tries=1 before
    before=$(stolen)
    run_once "$1"
    while grep -q failed "$out/$1.verdict" && [ $tries -lt 3 ] && [ ! -s "$out/$1.sanitizers" ] && [ $(($(stolen) - before)) -gt 20 ] &&
        ! grep -q '^came  Not written yet' "$out/$1.said" 2>/dev/null; do
        wait_for_calm 20
        before=$(stolen) tries=$((tries + 1))
        run_once "$1"
    done
}

n=0
while [ $compiles = yes ] && [ $n -lt "$count" ]; do
    while [ "$(jobs -pr | wc -l)" -ge "$jobs" ]; do sleep 0.05; done
    n=$((n + 1))
    run $n &
done
wait

# --- 4. what came of it

# explain N: what a student wants to know of a test that failed.
explain() {
    local n=$1 title cause
    title=$(sed -n "${n}p" "$out/tests" | cut -f 2)
    cause=$(sed -n "${n}p" "$out/tests" | cut -f 3)
    echo "test       $(sed -n "${n}p" "$out/sources")"
    echo "promised   $(echo "${title#*/}" | sed 's/ (plain)//; s/_/ /g')"
    if [ $compiles = no ]; then
        echo "came       a program that does not compile"
    else
        if grep -q '^sent' "$out/$n.said" 2>/dev/null; then
            sed -n 's/^sent  /sent       /p' "$out/$n.said" | tail -n 1
        else
            echo "sent       nothing yet"
        fi
        awk -f $grade/expected.awk "$out/$n.log"
        sed -n 's/^came  /came       /p' "$out/$n.said" 2>/dev/null | tail -n 2
        [ ! -s "$out/$n.sanitizers" ] ||
            awk '/ERROR|runtime error|SUMMARY|    #[0-5] / { print "sanitizer  " $0 }' "$out/$n.sanitizers" | head -n 8
        if grep -q '^came  Not written yet' "$out/$n.said" 2>/dev/null; then
            echo "likely     a gap of the starter: search your files for \"Your turn\""
        else
            echo "likely     $cause"
        fi
    fi
    echo "alone      $again TEST=${title%% *}"
}

total=0 most=0
: >"$out/results"
n=0
while IFS=$(printf '\t') read -r points title cause; do
    n=$((n + 1))
    [ $compiles = yes ] || echo failed >"$out/$n.verdict"
    verdict=$(cat "$out/$n.verdict" 2>/dev/null || echo failed)
    got=0
    [ "$verdict" != passed ] || got=$points
    [ "$verdict" = skipped ] || most=$((most + points))
    total=$((total + got))
    printf '%s\t%s\t%s\t%s\n' "$verdict" "$got" "$points" "$title" >>"$out/results"
    : >"$out/$n.why"
    case $verdict in
    passed) printf '  %spassed%s   %3d of %-3d %s\n' "$green" "$plain" "$got" "$points" "$title" ;;
    skipped) printf '  skipped            %s (not possible on this system)\n' "$title" ;;
    *)
        printf '  %sFAILED%s   %3d of %-3d %s\n' "$red" "$plain" 0 "$points" "$title"
        explain $n >"$out/$n.why"
        [ $compiles = no ] || sed 's/^/             /' "$out/$n.why"
        ;;
    esac
done <"$out/tests"
echo "${bold}$total of $most points$plain"

figure=''
if [ -n "$leaderboard" ] && [ $compiles = yes ]; then
    build "$out/fast" >/dev/null 2>&1 && make -s bench/load &&
        figure=$({ bench/load --csv-header && bench/load --server "$out/fast/${stage:-lab}/server --port 0" \
            --connections 8 --requests 1 --duration 1 --csv; } 2>/dev/null | awk -F, '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == "requests_per_s") at = i }
            NR == 2 { printf "%.0f", $at }')
    echo "Requests a second, a connection each: ${figure:-could not be measured} (no points)"
fi
[ -z "$keep" ] || { mkdir -p "$keep" && cp "$out"/results "$out"/*.log "$out"/*.said "$out"/*.why "$keep" 2>/dev/null; }
[ -z "$gradescope" ] || awk -v out="$out" -v figure="$figure" -f $grade/gradescope.awk "$out/results" >"$gradescope"
# Autolab reads the last line.
[ -z "$autolab" ] || awk -v lab="$name" -v total=$total -v figure="$figure" 'BEGIN {
    printf "{\"scores\": {\"%s\": %d}%s}\n", lab, total,
        figure == "" ? "" : sprintf(", \"scoreboard\": [%d, %d]", total, figure) }'
[ $compiles = yes ] && [ $total -eq $most ] && [ $most -gt 0 ]
