#!/usr/bin/env bash
# mutants.sh - makes each mistake of mutants.txt in a copy, and sees what the explorer says of it ("make test-explore").
# Exit status 1 if a mistake escapes, if harmless code is found fault with, or if a verdict is another one.
# usage: mutants.sh [NAME]      (NAME: a part of a mistake's name)
set -u
cd "$(dirname "$0")/../../.." || exit 1
here=common/testing/explore
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mutants.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT

# say_of FOLDER STAGE [OPTION...]: the verdict, or "harmless".
say_of() {
    local folder=$1 stage=$2 status
    shift 2
    EXPLORE_OUT=$folder/out bash $here/explore.sh "$stage" "$folder" -- "$@" >"$folder/said" 2>&1
    status=$?
    case $status in
    0) echo harmless ;;
    1) sed -n 's/^\(deadlock\|livelock\|lost thread\|crash\|broken [a-z]*\|end of the program\): .*/\1/p' "$folder/said" ;;
    *) tail -n 3 "$folder/said" ;;
    esac
}

one() {
    local name=$1 stage=$2 file=$3 verdict=$4 needs=$5 change=$6 source folder said at='' wrong=0
    case $file in
    clients.c) source=common/server/clients.c ;;
    *) source=$(echo "$stage"-*/"$file") ;;
    esac
    folder=$(mktemp -d "$scratch/XXXXXX")
    cp "$stage"-*/server.c "$folder"
    [ "$stage" = 03 ] || cp "$stage"-*/queue.c "$folder"
    sed "$change" "$source" >"$folder/$file"
    if cmp -s "$source" "$folder/$file"; then
        echo "mutants: $name: nothing is changed"
        return 1
    fi
    said=$(say_of "$folder" "$stage")
    mv "$folder/said" "$folder/first"
    [ "$said" = "$verdict" ] || wrong=1
    for choice in spurious waiter; do
        option=--no-spurious
        [ $choice = spurious ] || option=--fixed-waiter
        [ "$verdict" != harmless ] || break
        without=$(say_of "$folder" "$stage" $option)
        case "$without/$needs" in
        harmless/*$choice*) said="$said; escapes without: $choice" ;;
        harmless/*) wrong=1 said="$said; escapes without: $choice, which is not so noted" ;;
        */*$choice*) wrong=1 said="$said; does not need: $choice" ;;
        esac
    done
    # How many deviations it took: the last bound that was tried.
    [ "$verdict" = harmless ] || at=$(sed -n 's/^  \([0-9]*\) deviation.*/\1/p' "$folder/first" | tail -n 1)
    printf '%-52s %s%s%s\n' "$name" "$said" "${at:+ (deviations: $at)}" "$([ $wrong = 0 ] || echo "   <-- should be: $verdict ($needs)")" |
        tee -a "$scratch/lines"
    return $wrong
}

wrong=0 count=0
while IFS='|' read -r name stage file verdict needs change; do
    case $name in '#'* | '') continue ;; esac
    case $name in *"${1:-}"*) ;; *) continue ;; esac
    # shellcheck disable=SC2086 # without the blanks around them
    set -- "${1:-}"
    read -r name <<<"$name" && read -r stage <<<"$stage" && read -r file <<<"$file"
    read -r verdict <<<"$verdict" && read -r needs <<<"$needs" && IFS='' read -r change <<<"${change# }"
    count=$((count + 1))
    one "$name" "$stage" "$file" "$verdict" "$needs" "$change" || wrong=$((wrong + 1))
done <$here/mutants.txt
awk '/deviations: / { match($0, /deviations: [0-9]+/); at[substr($0, RSTART + 12, RLENGTH - 12) + 0]++; all++ }
    /without: [a-z ]*spurious/ { spurious++ } /without: [a-z ]*waiter/ { waiter++ }
    END { printf "found: %d of %d with 0 deviations, %d with 1, %d with 2; %d without wake-ups for no reason, %d if a signal wakes the first\n",
        at[0], all, at[0] + at[1], at[0] + at[1] + at[2], all - spurious, all - waiter }' "$scratch/lines"
echo "mutants: $count tried, $wrong not as they should be"
[ $wrong = 0 ] && [ $count -gt 0 ]
