#!/usr/bin/env bash
# start.sh - puts a lab's starter into a folder; there, files that are there already stay as they are.
# usage: start.sh NN [FOLDER]      (FORCE=1 writes over them; "make start-04" calls it)
set -eu
cd "$(dirname "$0")/../../.."
lab=$(echo notes/labs/"$1"-*)
if [ ! -d "$lab" ]; then
    echo "There is no lab $1. There are: $(cd notes/labs && echo [01]*-*)" >&2
    exit 2
fi
to=${2:-work/${lab##*/}}
if [ -z "${FORCE-}" ] && [ -n "$(ls "$to" 2>/dev/null)" ]; then
    echo "$to is there already, and stays as it is. To begin anew: make start-$1 FORCE=1"
    exit
fi
if [ ! -d "$lab/starter" ] && { [ ! -f "$lab/holes" ] || [ ! -f common/socket/listener.c ]; }; then
    echo "The starter of this lab is handed out later: ask your teacher." >&2
    exit 1
fi
mkdir -p "$to"
if [ -d "$lab/starter" ]; then
    cp -R "$lab/starter/." "$to/"
else
    sed -n 's/^file //p' "$lab/holes" | while read -r path; do
        awk -v path="$path" -f notes/labs/grade/starter.awk "$lab/holes" "$path" >"$to/${path##*/}"
    done
fi
echo "$to: $(cd "$to" && echo ./*)"
