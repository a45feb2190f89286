#!/usr/bin/env bash
# solutions.sh - the teacher's: the labs with their solutions, starters and seeded mistakes, and the teacher's page.
# usage: solutions.sh build/solutions.tar.gz      ("make solutions" calls it)
set -eu
cd "$(dirname "$0")/../../.."
archive=$PWD/$1
tree=build/solutions/five-servers-solutions
rm -rf build/solutions
mkdir -p "$tree"
git ls-files notes/labs | tar -cf - -T - | tar -xf - -C "$tree" --strip-components=2
for lab in notes/labs/[0-9]*; do
    [ -f "$lab/holes" ] || continue
    mkdir -p "$tree/${lab##*/}/solution"
    sed -n 's/^file //p' "$lab/holes" | while read -r path; do cp "$path" "$tree/${lab##*/}/solution/"; done
    number=${lab##*/}
    bash notes/labs/grade/start.sh "${number%%-*}" "$tree/${lab##*/}/starter" >/dev/null
done
tar -czf "$archive" -C build/solutions five-servers-solutions
echo "$1: $(find "$tree" -type f | wc -l | tr -d ' ') files"
