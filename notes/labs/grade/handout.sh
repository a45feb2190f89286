#!/usr/bin/env bash
# handout.sh - the student's tree: all of the project, with the starters where the solutions were.
# usage: handout.sh build/handout.tar.gz      ("make handout" calls it)
#
# The other labs need lab 1's listener.c, so the tree contains it as assembly, for this kind of machine. For a second
# kind set GIVEN_CC="aarch64-linux-gnu-gcc" GIVEN=Linux-aarch64.
set -eu
CDPATH='' cd "$(dirname "$0")/../../.."
. notes/labs/grade/lab.sh
archive=$PWD/$1
tree=build/handout/five-servers
system=$(uname -sm | tr ' ' -)
rm -rf build/handout
mkdir -p "$tree" build/handout/words

# Leaves out what students do not get: solutions, files that give them away, files for the project's own checks.
keep() {
    awk '!/^(\.ci|\.github)\// && !/^bench\/floor/ && !/^common\/server\/test\/children_test/ && !/^common\/testing\/(faults\/defences|explore\/(mutants|explore_test))/ &&
        !/^notes\/labs\/[^\/]*\/(solution|extra|mistakes)\// && !/^notes\/labs\/(teacher|trial).md$/ &&
        !/^notes\/labs\/grade\/(self-test|formats|hostile|handout|solutions|pack)\.sh$/ && !/^notes\/labs\/grade\/(starter|quotes|window)\.awk$/'
}
project_files . | keep | tar -cf - -T - | tar -xf - -C "$tree"

for lab in notes/labs/[0-9]*; do
    starter "$lab" "$tree/$lab/starter"
    # The starter now contains the words; grade.sh needs only these lines.
    grep -E '^(stage|unit|file) ' "$lab/holes" >"$tree/$lab/holes"
    sed -n 's/^file //p' "$lab/holes" | while read -r path; do
        # The lines that no student may see. Four successive lines of code count as a solution.
        awk -v path="$path" -v taken=yes -f notes/labs/grade/starter.awk "$lab/holes" "$path" \
            >>"build/handout/words/${lab##*/}"
        [ ! -f "$tree/$path" ] || cp "$tree/$lab/starter/${path##*/}" "$tree/$path"
        awk -v path="$path" '$1 == "file" { here = ($2 == path) } here && $1 == "hole" { print path, $2 }' \
            "$lab/holes" >>build/handout/taken
    done
done

# In some courses students hand in with git, so it must ignore only the compiled programs in work/.
awk '$0 == "/work/" { print "/work/*/server"; $0 = "/work/*/client" } { print }' .gitignore >"$tree/.gitignore"

# assemble SOURCE TARGET: makes TARGET-KIND.s for each kind of machine.
assemble() {
    local kind compiler
    for kind in "$system" ${GIVEN-}; do
        compiler=cc
        [ "$kind" = "$system" ] || compiler=$GIVEN_CC
        $compiler -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -fPIE -I. -S -o - "$1" | grep -v '^\t\.file' >"$2-$kind.s"
    done
}

assemble common/socket/listener.c "$tree/common/socket/listener"
rm "$tree/common/socket/listener.c" # the student writes it in lab 1
# A starter may contain code that an earlier lab asks for. If it is in a file that students do not change, they get that
# file as assembly. Otherwise they get the whole starter later, when that lab is over: HANDOUT-later.tar.gz, to unpack
# over the first archive.
later=build/handout/later/five-servers
for source in "$tree"/notes/labs/[0-9]*/starter/*.c; do
    lab=${source%/starter/*} lab=${lab##*/}
    for words in build/handout/words/*; do
        if [ ! -f "$source" ] || [ "${words##*/}" = "$lab" ]; then continue; fi
        awk -f notes/labs/grade/window.awk "$words" "$source" >/dev/null && continue
        if cmp -s "$source" "notes/labs/$lab/solution/${source##*/}"; then
            echo "$lab/${source##*/} has what ${words##*/} asks for, and goes along as assembly"
            assemble "$source" "${source%.c}"
            rm "$source"
        else
            echo "$lab/${source##*/} has what ${words##*/} asks for: $lab is for later"
            mkdir -p "$later/notes/labs/$lab"
            mv "$tree/notes/labs/$lab/starter" "$later/notes/labs/$lab/"
        fi
    done
done
[ ! -d "$later" ] || tar -czf "${archive%.tar.gz}-later.tar.gz" -C build/handout/later five-servers

# The lessons quote the regions.
for chapter in "$tree"/notes/*.md; do
    awk -v chapter="notes/${chapter##*/}" -f notes/labs/grade/quotes.awk build/handout/taken "$chapter" \
        >build/handout/chapter
    cp build/handout/chapter "$chapter"
done

# A link to a file that students do not get becomes plain text.
find "$tree" -name '*.md' | while read -r page; do
    awk -v folder="${page%/*}" '{
        rest = $0
        line = ""
        while (match(rest, /\[[^]\[]*\]\([^)]*\)/)) {
            link = substr(rest, RSTART, RLENGTH)
            text = target = link
            sub(/^\[/, "", text) && sub(/\].*/, "", text)
            sub(/.*\]\(/, "", target) && sub(/[)# ].*/, "", target)
            sub(/#L[0-9]+/, "", link) # with the gaps, line numbers differ
            if (target != "" && target !~ /:/ && system("test -e \"" folder "/" target "\"") != 0)
                link = text
            line = line substr(rest, 1, RSTART - 1) link
            rest = substr(rest, RSTART + RLENGTH)
        }
        print line rest
    }' "$page" >build/handout/page
    cp build/handout/page "$page"
done

# Is any part of a solution left?
left=0
find "$tree" -type f ! -name '*.png' ! -name '*.svg' >build/handout/files
for words in build/handout/words/*; do
    # shellcheck disable=SC2046 # no name has a space
    awk -f notes/labs/grade/window.awk "$words" $(cat build/handout/files) || left=1
done
for path in $(cd "$tree" && find . -name solution -o -name mistakes -o -name extra); do
    echo "$path is in the handout"
    left=1
done
[ $left -eq 0 ] || { echo "handout: it contains solutions" >&2 && exit 1; }

tar -czf "$archive" -C build/handout five-servers
echo "$1: $(find "$tree" -type f | wc -l | tr -d ' ') files, for $system ${GIVEN-}"
