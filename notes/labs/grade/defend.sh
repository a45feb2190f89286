#!/usr/bin/env bash
# defend.sh - a sheet of questions about a student's own code, and its key. Makes small changes in copies of the code, one at
# a time, and grades each copy: a change that loses a test becomes a question. The same code gives the same sheet.
# usage: defend.sh NN [FOLDER]      ("make defend-04 LAB_DIR=FOLDER" calls it)
# Prints the sheet; writes the key, for the teacher, to build/defend-NN-key.txt. QUESTIONS=8 is the most.
set -u
caller=$PWD
CDPATH='' cd "$(dirname "$0")/../../.." || exit 2
. notes/labs/grade/lab.sh
lab=$(lab_folder "${1-}") || exit 2
number=$1 folder=${2:-work/${lab##*/}}
case $folder in /*) ;; work/*) folder=$PWD/$folder ;; *) folder=$caller/$folder ;; esac
key=build/defend-$number-key.txt
mkdir -p build
here=$(mktemp -d "${TMPDIR:-/tmp}/defend-XXXXXX") || exit 2
trap 'rm -rf "$here"' EXIT
trap 'exit 130' INT TERM
starter "$lab" "$here/starter"

# changes FILE: FILE's lines that the starter does not have, changed: rank, file, line number and new line, with TABs between. The
# lowest rank is what a talk is about: a wait, a wake-up; then a call left out, each function once; then a check, a limit.
changes() {
    awk -v OFS='\t' -v name="$1" '
        NR == FNR { given[$0]; next }
        $0 in given { next }
        function put(rank, line) { print rank + 10 * seen[rank, what]++, name, FNR, line }
        { what = "" }
        { line = $0; sub(/ *\/\*.*\*\/ *$/, "", line) } # a comment would give the answer
        line ~ /^ *while \(.*[^;]$/ { sub(/while/, "if", line); put(1, line); next }
        line ~ /pthread_cond_broadcast/ { sub(/broadcast/, "signal", line); put(1, line); next }
        line ~ /^ *(pthread_[a-z_]*(lock|signal|wait)|pthread_detach|pthread_join|_exit|[a-z_]*close|clients_return|conversation_[a-z]*|queue_[a-z]*|children_[a-z]*|fcntl|setsockopt|unlink|umask|ftruncate|free|watch|unwatch|settle)\(.*\);$/ {
            what = line; sub(/\(.*/, "", what); sub(/[^ ].*/, ";", line); put(2, line); next }
        line ~ /^ *(} else )?if \(.*\)( \{)?$/ { sub(/if \(.*\)/, "if (0)", line); put(3, line); next }
        line ~ / <= | >= / { sub(/ <= /, " < ", line); sub(/ >= /, " > ", line); put(4, line); next }
        line ~ / < | > / { sub(/ < /, " <= ", line); sub(/ > /, " >= ", line); put(4, line) }' "$here/starter/$1" "$folder/$1"
}

# grade FOLDER: leaves $here/kept, and the names of the tests that fail in $here/lost. False: it could not be graded.
grade() {
    rm -rf "$here/kept"
    PATIENCE=${PATIENCE:-4} bash notes/labs/grade/grade.sh --jobs 4 --keep "$here/kept" "$number" "$1" >"$here/report" 2>&1
    [ $? -ne 2 ] || return
    awk -F '\t' '$1 == "failed" { sub(/ .*/, "", $4); print $4 }' "$here/kept/results.tsv" >"$here/lost"
}

grade "$folder" || { cat "$here/report" >&2 && exit 2; }
cp "$here/lost" "$here/before"
printf 'Key to the sheet of lab %s, %s: the tests that each change loses.\n' "$number" "$folder" >"$key"
printf 'Lab %s: questions about your own code\n' "$number"
asked=0
for name in $(solution_files "$lab" | sed 's|.*/||'); do
    [ ! -f "$folder/$name" ] || changes "$name"
done | sort -n -k 1,1 -s >"$here/changes"
while IFS=$(printf '\t') read -r _ name at new; do
    [ $asked -lt "${QUESTIONS:-8}" ] || break
    rm -rf "$here/copy"
    cp -R "$folder" "$here/copy"
    NEW=$new awk -v at="$at" 'NR == at { print ENVIRON["NEW"]; next } { print }' "$folder/$name" >"$here/copy/$name"
    grade "$here/copy" </dev/null || continue
    ! grep -q 'does not compile' "$here/report" || continue
    comm -13 <(sort "$here/before") <(sort "$here/lost") >"$here/new"
    [ -s "$here/new" ] || continue
    asked=$((asked + 1))
    was=$(sed -n "${at}s| */[*].*[*]/ *\$||; ${at}p" "$folder/$name")
    printf '\n%d. %s, line %d:\n\n    %s\n\n' $asked "$name" "$at" "${was#"${was%%[! ]*}"}"
    case $new in
    *[!\ \;]*) printf '   is now\n\n    %s\n\n' "${new#"${new%%[! ]*}"}" ;;
    *) printf '   is left out.\n\n' ;;
    esac
    printf '   Which promise breaks, and how would you show it?\n'
    printf '\n%d. %s:%d loses %d: %s\n' $asked "$name" "$at" "$(wc -l <"$here/new")" "$(head -n 6 "$here/new" | tr '\n' ' ')" >>"$key"
    # The first of them in the grader's words.
    n=$(awk -F '\t' -v name="$(head -n 1 "$here/new")" 'index($4, name) == 1 { print NR; exit }' "$here/kept/results.tsv")
    grep -E '^(expected|came|schedule   (deadlock|broken|livelock|lost|crash)|again)' "$here/kept/$n.why" | head -n 4 | sed 's/^/      /' >>"$key"
done <"$here/changes"
echo
if [ $asked -eq 0 ]; then
    echo "No small change of this code loses a test: is it this lab's, and does it pass?"
    exit 1
fi
echo "The key: $key"
