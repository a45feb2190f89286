#!/bin/sh
# run-tests.sh - runs the test programs; the contract and the fault suite once against each server.
# usage: run-tests.sh SERVERS-DIRECTORY "SERVER..." TEST-PROGRAM...      ("make test" calls it)
#
# FILTER="@(accept|calls)/*" runs only those tests, JOBS=3 runs three at a time.
#
# Criterion also returns 0 if it ran no test, and if a sanitizer found a memory leak in a test. So this script looks
# for both.
export LC_ALL=C
unset CDPATH
SERVERS_IN=$1
servers=$2
shift 2
export SERVERS_IN
. common/testing/contract/steal.sh
# shellcheck source=common/testing/contract/leftovers.sh
. common/testing/contract/leftovers.sh
remove_leftovers
case $SERVERS_IN in
./ | build/coverage/) ;;
*)
    SANITIZED=yes
    export SANITIZED
    ;;
esac

logs=$(mktemp -d) || exit 1
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM
# The shim is loaded before the sanitizer's own library; verify_asan_link_order=0 allows that.
ASAN_OPTIONS="log_path=$logs/sanitizer:detect_stack_use_after_return=0:verify_asan_link_order=0"
echo "leak:libcriterion" >"$logs/suppressed" # Criterion's own leaks
LSAN_OPTIONS="suppressions=$logs/suppressed:print_suppressions=0"
UBSAN_OPTIONS="log_path=$logs/sanitizer:print_stacktrace=1"
export ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS

passed=0
failed=0
later=0
mkdir "$logs/contract" "$logs/faults"

# run_again N: runs the N failed tests again, alone and when the machine is calm. Leaves the result in $logs/output.
run_again() {
    names=$(sed -n 's/^\[FAIL\] \([a-z_0-9]*\)::\([A-Za-z0-9_]*\):.*/\1\/\2/p' "$logs/output" | sort -u)
    [ "$(echo "$names" | grep -c .)" = "$1" ] || return 1 # not only these tests went wrong
    wait_for_calm 60
    before=$(stolen)
    "$tests" --color=never --jobs=1 --filter "@($(echo "$names" | paste -s -d '|' -))" >"$logs/again" 2>&1
    status=$?
    grep -q "Tested: $(echo "$names" | grep -c .) | .*Failing: 0 " "$logs/again" || status=1
    mv "$logs/again" "$logs/output"
}

# run NAME PROGRAM [OPTION]...: prints one line, and more if a test failed. A failure counts at once, unless the machine
# lost time to others meanwhile (steal.sh): then the test runs again, and the line says so.
run() {
    name=$1 tests=$2
    shift 2
    before=$(stolen)
    "$tests" --color=never ${FILTER:+"--filter=$FILTER"} "$@" >"$logs/output" 2>&1
    status=$?
    line=$(grep 'Synthesis: Tested: ' "$logs/output" | tail -n 1)
    tested=$(echo "$line" | sed 's/.*Tested: \([0-9]*\).*/\1/')
    passing=$(echo "$line" | sed 's/.*Passing: \([0-9]*\).*/\1/')
    first_failures=$(grep -e '^\[FAIL\]' -e '^\[----\]  *[^ ]' "$logs/output")
    tries=1 failing=$((${tested:-0} - ${passing:-0}))
    while [ $status -ne 0 ] && [ "$failing" -gt 0 ] && [ $tries -lt 6 ] && [ $(($(stolen) - before)) -gt 20 ]; do
        run_again "$failing" || break
        tries=$((tries + 1))
        failing=$(sed -n 's/.*Tested: .* Failing: \([0-9]*\) .*/\1/p' "$logs/output" | tail -n 1)
        failing=${failing:-0}
    done
    if [ $status -eq 0 ] && [ $tries -gt 1 ]; then
        printf '  %-44s %3d passed, %d at try %d, because the machine had stood still:\n%s\n' \
            "$name" "$tested" $((tested - passing)) $tries "$first_failures"
        later=$((later + tested - passing))
        passing=$tested
        [ ! -f "${tap_of_run:-}" ] ||
            { sed 's/^not ok - /ok - /' "$tap_of_run" >"$logs/tap" && cp "$logs/tap" "$tap_of_run"; }
    elif [ $status -eq 0 ] && [ "${tested:-0}" -gt 0 ] && [ "$tested" = "$passing" ]; then
        printf '  %-44s %3d passed\n' "$name" "$passing"
        grep '^\[SKIP\]' "$logs/output"
    else
        printf '  %-44s FAILED\n' "$name"
        cat "$logs/output"
        [ "${tested:-0}" -gt 0 ] && [ "$tested" != "$passing" ] || failed=$((failed + 1))
    fi
    if [ "${tested:-0}" -gt 0 ]; then
        passed=$((passed + passing))
        failed=$((failed + tested - passing))
    fi
}

for program; do
    case $program in
    */contract | */faults)
        suite=${program##*/}
        for server in $servers; do
            SERVER=$server
            export SERVER
            directory=${server%/*}
            tap_of_run=$logs/$suite/${directory##*/}.tap
            run "$suite: $server" "$program" --jobs="${JOBS:-6}" "--tap=$tap_of_run"
        done
        ;;
    *) tap_of_run= && run "$program" "$program" ;;
    esac
done

for log in "$logs"/sanitizer.*; do
    [ -s "$log" ] || continue
    failed=$((failed + 1))
    echo "A sanitizer complains:"
    cat "$log"
done
if [ -f "$logs/faults/${directory##*/}.tap" ]; then
    awk -v notes=notes/robustness.md -f common/testing/faults/table.awk "$logs"/faults/*.tap >"$logs/table"
    cat "$logs/table"
    # Each row needs an explanation in the notes, where its name is between two stars, perhaps on two lines.
    tr -s '\n' ' ' <notes/robustness.md >"$logs/notes"
    sed -n 's/^    \(.\{74\}\) .*/\1/p' "$logs/table" | sed 's/ *$//' >"$logs/rows"
    while read -r row; do
        grep -qF "*$row*" "$logs/notes" && continue
        echo "notes/robustness.md does not explain: $row"
        failed=$((failed + 1))
    done <"$logs/rows"
fi
if [ -z "${SANITIZED-}${FAULTS_LONG-}${FILTER-}" ]; then
    bash notes/book/notes.sh --check || failed=$((failed + 1))
    sh common/testing/rooms.sh || failed=$((failed + 1))
fi
[ $later = 0 ] || echo "$later of them passed only at a later try, because this machine lost time to others"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
