#!/bin/sh
# diff-stages.sh - what one stage's server.c changes in another's: code only, no comments, no blank lines.
# usage: diff-stages.sh 01 02      ("make diff-01-02" calls it)
export LC_ALL=C
unset CDPATH
one=$(echo "$1"-*/server.c)
other=$(echo "$2"-*/server.c)
if [ ! -f "$one" ] || [ ! -f "$other" ]; then
    echo "usage: make diff-01-02, with two of 01 02 03 04 05" >&2
    exit 2
fi
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# The comments of the stages begin with "/*" and end with "*/"; no string there contains either.
code() {
    awk '{
        while (match($0, /\/\*/)) {
            before = substr($0, 1, RSTART - 1)
            rest = substr($0, RSTART + 2)
            while (!(end = index(rest, "*/")) && (getline rest) > 0) { }
            $0 = before substr(rest, end + 2)
        }
        sub(/[ \t]+$/, "")
        if ($0 != "") print
    }' "$1"
}
mkdir -p "$scratch/${one%/*}" "$scratch/${other%/*}"
code "$one" >"$scratch/$one"
code "$other" >"$scratch/$other"
cd "$scratch" && diff -w -U 100 "$one" "$other"
status=$?
[ $status -le 1 ]
