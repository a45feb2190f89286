#!/usr/bin/env bash
# solutions.sh - the archive for teachers: the labs with solutions, starters and seeded mistakes, and the teacher's page.
# usage: solutions.sh build/solutions.tar.gz      ("make solutions" calls it)
set -eu
CDPATH='' cd "$(dirname "$0")/../../.."
. notes/labs/grade/lab.sh
archive=$PWD/$1
tree=build/solutions/five-servers-solutions
rm -rf build/solutions
mkdir -p "$tree"
project_files notes/labs | tar -cf - -T - | tar -xf - -C "$tree" --strip-components=2
for lab in notes/labs/[0-9]*; do
    solution "$lab" "$tree/${lab##*/}/solution"
    starter "$lab" "$tree/${lab##*/}/starter"
done
tar -czf "$archive" -C build/solutions five-servers-solutions
echo "$1: $(find "$tree" -type f | wc -l | tr -d ' ') files"
