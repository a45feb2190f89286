#!/usr/bin/env bash
# notes.sh - what the Markdown files quote, print and measure, compared with the source, or refreshed from it.
# usage: notes.sh --check|--refresh [FILE]...      ("make test" and "make notes" call it, from the top of the project)
#
#   <!-- quote: PATH TAG -->          the ```c block after it is the region /* [TAG] */ ... /* [/TAG] */
#   [text](PATH#L37 "NAME")           37 is where that region, function, struct or macro is
#   <!-- run: STAGE OPTIONS -->       the ```console block after it is what its commands print
#   <!-- trace: STAGE -->             the ```console block after it is what "make trace-NN" prints
#   23.7<!-- sample: EXPERIMENT SERVER X METRIC -->      a median of bench/sample/results.csv
#
# And each relative link and #anchor leads somewhere. PATH is relative to the Markdown file.
export LC_ALL=C
unset CDPATH
set -u
cd "$(dirname "$0")/../.." || exit 1
. common/testing/contract/steal.sh
case ${1-} in
--check | --refresh) ;;
*)
    echo "usage: notes.sh --check|--refresh [FILE]..." >&2
    exit 2
    ;;
esac

scratch=$(mktemp -d) || exit 1
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
mkdir "$scratch/jobs" "$scratch/new"
touch "$scratch/stale" "$scratch/broken" "$scratch/count"

mode=$1
shift
if [ $# -gt 0 ]; then printf '%s\n' "$@"; else find . \( -name build -o -name results -o -name '.?*' \) -prune -o -name '*.md' -print; fi |
    sed 's/^\.\///' | sort >"$scratch/files"

# Several transcripts at the same time: each has a server of its own, and most of their time they wait.
at_once=${NOTES_AT_ONCE:-6} try=${NOTES_TRY:-1}
stolen_before=$(stolen)
while read -r file; do
    mkdir -p "$scratch/jobs/$(dirname "$file")" "$scratch/new/$(dirname "$file")"
    awk -v jobs="$scratch/jobs" -f notes/book/jobs.awk "$file"
done <"$scratch/files"
find "$scratch/jobs" -name '*.job' | sort >"$scratch/job-files"
while read -r job; do
    while [ "$(jobs -pr | wc -l)" -ge "$at_once" ]; do sleep 0.05; done
    bash notes/book/transcript.sh "${job%.job}" &
done <"$scratch/job-files"
wait

while read -r job; do
    where=${job#"$scratch/jobs/"}
    where=${where%.job}
    [ ! -f "${job%.job}.failed" ] || echo "$where: $(cat "${job%.job}.failed")" >>"$scratch/broken"
    [ ! -f "${job%.job}.skipped" ] || echo "notes: $where is not looked at: $(cat "${job%.job}.skipped")"
done <"$scratch/job-files"

awk -F, 'NR > 1 && !seen[$1]++ { print $1 }' bench/sample/results.csv | while read -r experiment; do
    awk -v experiment="$experiment" -f bench/report/medians.awk -f notes/book/figures.awk bench/sample/results.csv
done >"$scratch/figures"

while read -r file; do
    awk -v scratch="$scratch" -f notes/book/marks.awk -f notes/book/marks-links.awk \
        -f notes/book/marks-figures.awk "$file" >"$scratch/new/$file" ||
        echo "$file: marks.awk failed" >>"$scratch/broken"
done <"$scratch/files"

# On a busy machine "sleep 0.3" is not always shorter than another second: again, one after the other; and
# while the machine loses time to others, up to four times.
if [ "$mode" = --check ] && cat "$scratch/stale" "$scratch/broken" | grep -q 'transcript\|not over'; then
    if [ "$at_once" -gt 1 ] || { [ "$try" -lt 5 ] && [ $(($(stolen) - stolen_before)) -gt 20 ]; }; then
        wait_for_calm 60
        xargs env NOTES_TRY=$((try + 1)) NOTES_AT_ONCE=1 bash notes/book/notes.sh --check <"$scratch/files"
        exit
    fi
fi

status=0
if [ "$mode" = --refresh ]; then
    sed 's/$/; mended/' "$scratch/stale"
    grep -q 'marks.awk failed' "$scratch/broken" ||
        while read -r file; do
            cmp -s "$scratch/new/$file" "$file" || cat "$scratch/new/$file" >"$file"
        done <"$scratch/files"
elif [ -s "$scratch/stale" ]; then
    cat "$scratch/stale"
    echo "notes: \"make notes\" mends these"
    status=1
fi
if [ -s "$scratch/broken" ]; then
    cat "$scratch/broken"
    status=1
fi
[ $status -ne 0 ] || awk '{ n[$0]++ } END {
    printf "notes: %d quotes, %d links, %d transcripts, %d figures as in the source\n",
        n["quotes"], n["links"], n["transcripts"], n["figures"] }' "$scratch/count"
exit $status
