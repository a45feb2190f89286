# shellcheck shell=bash
# explain.sh - tells a student about a test that failed. grade.sh reads it.
# shellcheck disable=SC2154 # grade.sh sets out, compiles, again

# gap N: whether test N reached a gap that is not written yet.
gap() {
    grep -qi 'not written yet' "$out/$1.said" "$out/$1.log" 2>/dev/null
}

# sanitizer_says FILE...: the heart of these reports.
sanitizer_says() {
    cat "$@" | awk '/ERROR|runtime error|SUMMARY|    #[0-5] / { print "sanitizer  " $0 }' | head -n 8
}

# explain N SOURCE TITLE CAUSE: prints the report, unfiltered: it may contain any byte that the student's program sent.
explain() {
    echo "test       $2"
    echo "promised   $(echo "${3#*/}" | sed 's/ (plain)//; s/_/ /g')"
    if [ "$compiles" = no ]; then
        echo "came       a program that does not compile"
    elif [ "${3%%/*}" = signals ]; then
        sed -n 's/^signals: /came       /p' "$out/$1.log"
        echo "likely     $4"
    elif [ "${3%%/*}" = explore ]; then
        # The least schedule, and what it breaks.
        grep -v -e '^explore:' -e '^  [0-9]* deviation' -e '^To see' "$out/$1.log" | sed 's/^/schedule   /' | tail -n 60
        sed -n "s/^To see it again: /again      make explore-$number LAB_DIR=... /p" "$out/$1.log"
        echo "likely     $4"
    elif [ -s "$out/$1.ends" ]; then
        head -n 3 "$out/$1.ends"
        [ "$(wc -l <"$out/$1.ends")" -le 3 ] || echo "           and so in $(($(wc -l <"$out/$1.ends") - 3)) more tests"
        sanitizer_says "$out"/*.sanitizers
        echo "likely     $4"
    elif ended_early "$1"; then
        echo "came       nothing: your code ended the program before main() had begun"
    else
        if grep -q '^sent' "$out/$1.said" 2>/dev/null; then
            sed -n 's/^sent  /sent       /p' "$out/$1.said" | tail -n 1
        else
            echo "sent       nothing yet"
        fi
        awk -f notes/labs/grade/expected.awk "$out/$1.log"
        sed -n 's/^came  /came       /p' "$out/$1.said" 2>/dev/null | tail -n 2
        sanitizer_says "$out/$1.sanitizers"
        if gap "$1"; then
            echo "likely     a gap of the starter: search your files for \"Your turn\""
        else
            echo "likely     $4"
        fi
    fi
    echo "alone      $again TEST=${3%% *}"
}
