#!/usr/bin/env bash
# predict.sh - asks a lab's questions and keeps the answers with their time; called again, asks what came out.
# usage: predict.sh NN [FOLDER]      ("make predict-04" calls it)
# The answers are in FOLDER/predictions.txt, to hand in with the code. An empty answer leaves a question open.
set -u
CDPATH='' cd "$(dirname "$0")/../../.." || exit 2
. notes/labs/grade/lab.sh
lab=$(lab_folder "${1-}") || exit 2
folder=${2:-work/${lab##*/}}
kept=$folder/predictions.txt
mkdir -p "$folder" || exit 2
[ -f "$kept" ] || echo "Predictions, lab ${lab##*/}" >"$kept"

# The list under "## Predict": each question in one line, without its number.
awk '/^## / { here = /^## Predict/; next }
    !here || /^$/ { next }
    /^(- |[0-9]+[.] )/ { if (question != "") print question; sub(/^(- |[0-9]+[.] )/, ""); question = $0; next }
    question != "" { sub(/^ */, ""); question = question " " $0 }
    END { if (question != "") print question }' "$lab/README.md" | tr -d '`' >"$kept.questions"
trap 'rm -f "$kept.questions"' EXIT

# answered WORD N: the answer that is kept, if there is one.
answered() {
    sed -n "s/^$1 $2 (.*): //p" "$kept"
}

# ask WORD N PROMPT: keeps the answer.
ask() {
    local answer
    printf '   %s ' "$3"
    IFS= read -r answer <&3 || { echo && exit 0; }
    [ -z "$answer" ] || printf '%s %d (%s): %s\n' "$1" "$2" "$(date '+%Y-%m-%d %H:%M')" "$answer" >>"$kept"
}

exec 3<&0
n=0
while IFS= read -r question; do
    n=$((n + 1))
    printf '\n%d. %s\n' $n "$question" | fold -s -w 100
    if [ -z "$(answered predicted $n)" ]; then
        ask predicted $n "I predict:"
    else
        printf '   predicted: %s\n' "$(answered predicted $n)"
        if [ -n "$(answered seen $n)" ]; then printf '   seen:      %s\n' "$(answered seen $n)"; else ask seen $n "What did you see?"; fi
    fi
done <"$kept.questions"
printf '\n%s\n' "Kept in $kept. When you have tried it out, call this again."
