#!/usr/bin/env bash
# self-test.sh - tests the grader: starters must score low, solutions must get full marks, each seeded mistake must lose
# exactly the tests that it names ("name?" is a race: the mistake may lose that test, too).
# usage: self-test.sh [--rounds N] [--only MISTAKE] [--quick] [NN...]      (1 round; all labs)
# --quick: for a mistake it runs only the tests that it names and the lab's first test, which must pass if it is not
# among them; and it waits less long for an answer.
set -u
CDPATH='' cd "$(dirname "$0")/../../.." || exit 2
. notes/labs/grade/lab.sh
rounds=1 only='' quick='' wrong=0
while [ $# -gt 0 ]; do
    case $1 in
    --rounds) rounds=$2 && shift 2 ;;
    --only) only=$2 && shift 2 ;;
    --quick) quick=yes && shift ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || set -- 01 02 03 04 05 06 07 08 09 10 11 12
here=$(mktemp -d "${TMPDIR:-/tmp}/labs-XXXXXX") || exit 2
trap 'rm -rf "$here"' EXIT
trap 'exit 130' INT TERM

complain() {
    wrong=$((wrong + 1))
    echo "  WRONG: $*"
}

# grade NN FOLDER [TEST...]: leaves $here/kept/results and $here/report.
grade() {
    local number=$1 folder=$2
    shift 2
    rm -rf "$here/kept"
    bash notes/labs/grade/grade.sh --jobs 4 --keep "$here/kept" ${1+--test "$*"} "$number" "$folder" >"$here/report" 2>&1
}

points() { # the points of the last run, in percent
    awk -F '\t' '{ got += $2; most += $3 } END { print (most ? int(got * 100 / most) : 0) }' "$here/kept/results.tsv"
}

check_starter() {
    bash notes/labs/grade/start.sh "$number" "$here/$number-starter" >/dev/null || complain "no starter"
    local before=$SECONDS compiler file
    grade "$number" "$here/$number-starter"
    grep -q 'It compiles, with warnings\|does not compile' "$here/report" && complain "the starter: $(cat "$here/report")"
    grep -qi 'not written yet' "$here/report" || complain "the starter does not say what is missing"
    [ "$(points)" -le 20 ] || complain "the starter gets $(points) %"
    [ $((SECONDS - before)) -le 120 ] || complain "the starter took $((SECONDS - before)) s"
    for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        for file in "$here/$number-starter"/*.c; do
            $compiler -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wshadow -Wstrict-prototypes -Wconversion -pedantic \
                -Werror -O2 -I. -iquote "$(sed -n 's/^stage //p' "$lab/holes" 2>/dev/null | grep . || echo .)" \
                -iquote common/socket -c -o "$here/object" "$file" || complain "$compiler warns about the starter"
        done
    done
    echo "  starter: $(points) % in $((SECONDS - before)) s"
}

check_solution() {
    local round
    solution "$lab" "$here/$number-solution"
    for round in $(seq "$rounds"); do
        grade "$number" "$here/$number-solution" || complain "round $round: $(cat "$here/report")"
        grep -q 'with warnings' "$here/report" && complain "the solution: $(cat "$here/report")"
    done
    echo "  solution: $(points) %, $rounds times"
}

# run_mistake FILE.sed: true if it loses the tests that it names.
run_mistake() {
    # shellcheck disable=SC2046 # each word is a test
    PATIENCE=${quick:+3} grade "$number" "$here/mistake" $([ -z "$quick" ] || {
        sed 's/?$//' "$here/named"
        awk -F ' *[|] *' '!/^ *(#|$)/ { print $2; exit }' "$lab/tests"
    })
    local n=0 verdict title
    while IFS=$(printf '\t') read -r verdict _ _ title; do
        n=$((n + 1))
        # What passes and only does not count, because the model is another, is not named.
        [ "$verdict" != failed ] || grep -q '^It passes, but' "$here/kept/$n.why" || echo "${title%% *}"
    done <"$here/kept/results.tsv" | sort >"$here/lost"
    sed -n 's/?$//p' "$here/named" >"$here/may"
    grep -v '?$' "$here/named" >"$here/must"
    grep -vxF -f "$here/may" "$here/lost" >"$here/surely"
    [ -s "$here/may" ] || cp "$here/lost" "$here/surely"
    [ -s "$here/must" ] && cmp -s "$here/must" "$here/surely"
}

check_mistake() { # check_mistake FILE.sed
    local file changed=no
    rm -rf "$here/mistake"
    solution "$lab" "$here/mistake"
    for file in "$here"/mistake/*.[ch]; do
        cp "$file" "$here/before"
        sed -f "$1" "$here/before" >"$file"
        cmp -s "$here/before" "$file" || changed=yes
    done
    [ $changed = yes ] || { complain "$1 finds nothing to change" && return; }
    # In the first line each word with a slash is a test.
    head -n 1 "$1" | tr ' ,;' '[\n*]' | grep / | sort >"$here/named"
    # A mistake may be a race, and not lose every time.
    if ! run_mistake && ! run_mistake && ! run_mistake; then
        complain "$1, three times: named < > lost"
        diff "$here/must" "$here/surely"
        grep -q 'does not compile' "$here/report" && cat "$here/report"
    else
        printf '  %-44s loses %d\n' "$(basename "$1" .sed)" "$(wc -l <"$here/lost")"
    fi
}

# The page must name every test.
check_page() {
    local line
    awk -F ' *[|] *' '!/^ *(#|$)/ { sub(/ .*/, "", $2); print $2 }' "$lab/tests" >"$here/tests"
    while read -r line; do
        grep -qF "\`$line\`" "$lab/README.md" || complain "$lab/README.md does not name $line"
    done <"$here/tests"
}

for number; do
    lab=$(lab_folder "$number") || exit 2
    echo "$lab ($SECONDS s so far)"
    [ -n "$only" ] || { check_page && check_starter && check_solution; }
    for mistake in "$lab"/mistakes/${only:-*}.sed; do
        check_mistake "$mistake"
    done
    [ -n "$only" ] || [ "$(find "$lab/mistakes" -name '*.sed' | wc -l)" -ge 4 ] || complain "fewer than four mistakes"
done
echo "$wrong wrong, in $SECONDS s"
[ $wrong -eq 0 ]
