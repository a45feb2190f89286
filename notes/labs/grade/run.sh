# shellcheck shell=bash
# run.sh - one test of a lab, and its verdict. grade.sh reads it.
# shellcheck disable=SC2154 # grade.sh sets out, stage

# quoted PATH: in quotes for a sanitizer's option, because the path may contain spaces.
quoted() {
    case $1 in
    *\'*\"* | *\"*\'*) trouble "the path of this folder has both kinds of quotes in it: $1" ;;
    *\'*) printf '"%s"' "$1" ;;
    *) printf "'%s'" "$1" ;;
    esac
}

# explore N SCENARIO: test N is a scenario of common/testing/explore. Its verdict is the same every time.
explore() {
    local verdict=failed
    if EXPLORE_OUT=$out/explore-$1 "$out/keeper" -s 120 bash common/testing/explore/explore.sh "$number" "$out/files" -- "$2" \
        >"$out/$1.log" 2>&1 </dev/null && grep -q '^  2 deviations: ' "$out/$1.log"; then verdict=passed; fi
    echo $verdict >"$out/$1.verdict"
    : >"$out/$1.sanitizers"
}

# signals N: test N is SIGTERM at every moment (common/testing/explore/signals.sh), or skipped where that is not possible.
signals() {
    local verdict=none
    BUILD=$out "$out/keeper" -s 200 bash common/testing/explore/signals.sh "$out/plain/${stage:-lab}/server" >"$out/$1.log" 2>&1 </dev/null
    case $?/$(tail -n 1 "$out/$1.log") in
    0/*': all is well') verdict=passed ;;
    1/*) verdict=failed ;;
    *'needs Linux'* | 2/*'cannot trace'*) verdict=skipped ;;
    esac
    echo $verdict >"$out/$1.verdict"
    : >"$out/$1.sanitizers"
}

# has_ipv6: whether this machine has it. The grader asks, because a test of the student's code must not skip itself.
has_ipv6() {
    (exec 3<>/dev/tcp/::1/9) 2>&1 | grep -q . || return 0
    (exec 3<>/dev/tcp/::1/9) 2>&1 | grep -qi refused
}

# ended_early N: whether the student's code ended the process of the test before the test began: a constructor can do that.
ended_early() {
    grep -q '^criterion: Could not spawn test instance: Protocol error' "$out/$1.log"
}

# What is wrong when a test of another promise ends the server (program_end) is in $out/N.end, and costs nothing in test N.
# ends_badly: whether there is such a note. Then the tests that follow do not wait long for an end that does not come.
ends_badly() {
    local note
    for note in "$out"/*.end; do [ ! -s "$note" ] || return 0; done
    return 1
}

# leaks_only N: whether AddressSanitizer found only leaks: it looks for them when the server ends.
leaks_only() {
    grep -q 'ERROR: LeakSanitizer' "$out/$1.sanitizers" && ! grep -q 'ERROR: AddressSanitizer\|runtime error' "$out/$1.sanitizers"
}

# judge_the_end N: test N is the end's own (the suite ends). It fails if any test has a note.
judge_the_end() {
    local note title
    ends_badly || return
    for note in "$out"/*.end; do
        title=$(sed -n "$(basename "$note" .end)p" "$out/tests" | cut -f 2)
        [ ! -s "$note" ] || echo "came       ${title% (plain)}: $(tail -n 1 "$note")"
    done >"$out/$1.ends"
    echo failed >"$out/$1.verdict"
}

# run_once N: runs test N in a process of its own, and ends every process that it has started. Writes the verdict to
# $out/N.verdict: passed, failed, skipped (this system has not what the test needs), or none (the test program gave none).
run_once() {
    local n=$1 title program status line build=sanitized verdict=none here=$PWD/$out
    title=$(sed -n "${n}p" "$out/tests" | cut -f 2)
    program=$(sed -n "${n}p" "$out/programs")
    case $title in *" (plain)") build=plain ;; esac
    rm -f "$out/$n.said" "$out/$n.end" "$out/$n".sanitizer.*
    case $program in
    *unit)
        case $title in *ipv6*) has_ipv6 || { echo skipped >"$out/$n.verdict" && return; } ;; esac
        ;;
    explore) explore "$n" "${title#*/}" && return ;;
    signals) signals "$n" && return ;;
    esac
    (
        export SERVERS_IN=$out/$build SERVER=$out/$build/${stage:-lab}/server CLIENT=$out/$build/${stage:-lab}/client
        export TRANSCRIPT=$here/$n.said
        [ $build = plain ] || export SANITIZED=yes
        case $title in ends/*) ;; *) export END_NOTE=$here/$n.end ;; esac
        ! ends_badly || export END_PATIENCE=1
        log=log_path=$(quoted "$here/$n.sanitizer")
        export ASAN_OPTIONS="$log:detect_stack_use_after_return=0:verify_asan_link_order=0:exitcode=0"
        ulimit -f 1000000 # KiB: no test needs a larger file
        suppressed=$(quoted "$here/suppressed")
        export LSAN_OPTIONS="suppressions=$suppressed:print_suppressions=0"
        export UBSAN_OPTIONS="$log:print_stacktrace=1"
        exec "$out/keeper" -s 300 "$program" --color=never --jobs=1 --filter "${title% (plain)}"
    ) >"$out/$n.log" 2>&1 </dev/null
    status=$?
    line=$(sed -n '/^\[====\] Synthesis: Tested: /p' "$out/$n.log" | tail -n 1)
    case $status/$line in
    0/*'Tested: 1 | Passing: 1 '*) verdict=passed ;;
    0/*'Tested: 0 '*) verdict=skipped ;;
    1/*'Tested: 1 '*) verdict=failed ;; # the line may be the student's, the status is not
    esac
    ! ended_early "$n" || verdict=failed
    if cat "$out/$n".sanitizer.* >"$out/$n.sanitizers" 2>/dev/null && [ $verdict = passed ]; then
        case $program/$title in
        *unit/* | */ends/*) verdict=failed ;;
        *) if leaks_only "$n"; then sed -n 's/^SUMMARY: AddressSanitizer: //p' "$out/$n.sanitizers" >"$out/$n.end"; else verdict=failed; fi ;;
        esac
    fi
    echo $verdict >"$out/$n.verdict"
}

# run N: the same. If the test failed while other virtual machines took processor time (steal.sh), runs it again, because no
# student must lose points for that. A wrong program fails again. Not if it took long: then its time was over.
run() {
    local tries=1 before began=$SECONDS
    before=$(stolen)
    run_once "$1"
    while { grep -q failed "$out/$1.verdict" || [ -s "$out/$1.end" ]; } && [ $tries -lt 3 ] && [ ! -s "$out/$1.sanitizers" ] && [ $(($(stolen) - before)) -gt 20 ] &&
        [ $((SECONDS - began)) -lt 40 ] && ! gap "$1"; do
        wait_for_calm 20
        before=$(stolen) tries=$((tries + 1))
        run_once "$1"
    done
}

# run_all COUNT JOBS
run_all() {
    local n=0
    while [ $n -lt "$1" ]; do
        while [ "$(jobs -pr | wc -l)" -ge "$2" ]; do sleep 0.05; done
        n=$((n + 1))
        run $n &
    done
    wait
    n=$(cut -f 2 "$out/tests" | grep -n '^ends/' | cut -d : -f 1)
    [ -z "$n" ] || judge_the_end "$n"
}
