#!/usr/bin/env bash
# start.sh - puts a lab's starter into a folder. If the folder already has files, they stay as they are.
# usage: start.sh NN [FOLDER]      (FORCE=1 overwrites them; "make start-04" calls it)
set -eu
CDPATH='' cd "$(dirname "$0")/../../.."
. notes/labs/grade/lab.sh
lab=$(lab_folder "$1")
to=${2:-work/${lab##*/}}
if [ -z "${FORCE-}" ] && [ -n "$(ls "$to" 2>/dev/null)" ]; then
    echo "$to already exists, and stays as it is. To begin anew: make start-$1 FORCE=1"
    exit
fi
if ! starter "$lab" "$to"; then
    echo "Your teacher hands out the starter of this lab later." >&2
    exit 1
fi
echo "$to: $(cd "$to" && echo ./*)"
