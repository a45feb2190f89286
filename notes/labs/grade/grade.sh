#!/usr/bin/env bash
# grade.sh - grades a student's folder: compiles it with sanitizers, runs the lab's tests, and adds up the points.
# usage: grade.sh [OPTION]... NN [FOLDER]          ("make lab-04" calls it; see --help)
set -u
caller=${LAB_CALLER-$PWD}
CDPATH='' cd "$(dirname "$0")/../../.." || exit 2
[ "${LAB_KEEPER-}" != "$PPID" ] || trap 'rm -rf "$PWD"' EXIT # this is a copy (section 0)
grade=notes/labs/grade
. common/testing/contract/steal.sh
. common/testing/contract/leftovers.sh
. notes/labs/grade/lab.sh
. notes/labs/grade/submission.sh
. notes/labs/grade/build.sh
. notes/labs/grade/copy.sh
. notes/labs/grade/run.sh
. notes/labs/grade/explain.sh

usage() {
    cat <<END
Usage: grade.sh [OPTION]... NN [FOLDER]      (or: make lab-NN LAB_DIR=FOLDER TEST=NAME GRADE="OPTION...")
Grades lab NN in FOLDER (work/NN-name by default). Exit status 0: full marks; 1: fewer; 2: it could not be
graded, so there is no score.
  --test NAME          runs one test (or several: "NAME NAME"); exit status 0: it passes
  --gradescope FILE    writes Gradescope's results.json; no file if it could not be graded
  --autolab            ends with Autolab's line of JSON; with another line if it could not be graded
  --classroom50 FILE   writes Classroom 50's tests.json, a command for each test, and grades nothing
  --actions FILE       writes a workflow for GitHub Actions, and grades nothing
  --leaderboard        measures requests a second for a leaderboard; speed gives no points
  --program            compiles FOLDER/server, without sanitizers, and grades nothing
  --jobs N             runs N tests at once (2)
  --keep FOLDER        keeps each test's output and transcript there
END
}

# from_caller PATH: sets `path` to it, relative to the folder in which the script was called.
from_caller() {
    case $1 in /*) path=$1 ;; *) path=$caller/$1 ;; esac
}

arguments=("$@")
compiles='' test='' gradescope='' autolab='' classroom50='' actions='' leaderboard='' program_only='' jobs=2 keep=''
while [ $# -gt 0 ]; do
    case $1 in
    --test | --jobs | --gradescope | --classroom50 | --actions | --keep)
        [ $# -ge 2 ] || { usage >&2 && exit 2; }
        from_caller "$2"
        case $1 in
        --test) test=$2 ;;
        --jobs) jobs=$2 ;;
        --gradescope) gradescope=$path ;;
        --classroom50) classroom50=$path ;;
        --actions) actions=$path ;;
        --keep) keep=$path ;;
        esac
        shift
        ;;
    --autolab) autolab=yes ;;
    --leaderboard) leaderboard=yes ;;
    --program) program_only=yes ;;
    --help) usage && exit 0 ;;
    -*) usage >&2 && exit 2 ;;
    *) break ;;
    esac
    shift
done

# trouble WORDS...: ends without a score, and tells each course system in its own way: Gradescope gets no results.json, and
# Autolab's last line is not JSON.
trouble() {
    [ -z "${graded-}" ] || return 0
    graded=not
    [ -z "$autolab" ] || echo "Could not be graded: $*"
    echo "Could not be graded: $*" >&2
    exit 2
}
[ -z "$gradescope" ] || rm -f "$gradescope"

lab=$(lab_folder "${1-}" 2>&1) || trouble "$lab"
number=$1 name=${lab##*/}
again="make lab-$number"
if [ -n "${2-}" ]; then
    from_caller "$2"
    folder=$path
    case $2 in
    *[!A-Za-z0-9_./-]*) again="$again LAB_DIR='$(printf %s "$2" | sed "s/'/'\\\\''/g")'" ;;
    *) again="$again LAB_DIR=$2" ;;
    esac
else
    folder=${LAB_HOME-$PWD}/work/$name
fi
while [ "$folder" != "${folder%/}" ]; do folder=${folder%/}; done
for path in "$classroom50" "$actions"; do [ -z "$path" ] || mkdir -p "$(dirname "$path")"; done
[ -z "$classroom50" ] || awk -v lab="$number" -f $grade/classroom50.awk "$lab/tests" >"$classroom50"
[ -z "$actions" ] || sed "s/NN/$number/" $grade/actions.yml >"$actions"
[ -z "$classroom50$actions" ] || exit 0
[ -d "$folder/." ] || trouble "there is no folder $folder. To make it: make start-$number"

# --- 0. a copy of the toolkit for this submission, and a keeper that ends processes which it leaves behind

if [ "${LAB_KEEPER-}" != "$PPID" ]; then
    make_copy
    export LAB_KEEPER=$$ LAB_OUT=$out LAB_CALLER=$caller LAB_HOME=$PWD
    cd "$copy" || trouble "$copy is gone"
    exec "$out/keeper" bash "$copy/$grade/grade.sh" "${arguments[@]}"
fi
out=$LAB_OUT home=$LAB_HOME copy=$PWD
# The make below must not inherit the others, and the submission need not know where the toolkit is.
unset LAB_KEEPER LAB_OUT LAB_CALLER LAB_HOME OLDPWD MAKEFLAGS MAKEOVERRIDES MFLAGS MAKELEVEL
trap 'rm -rf "$copy"; trouble "the grader ended in the middle"' EXIT
trap 'exit 2' HUP INT TERM

# --- 1. the submission's files, and the compiler, with sanitizers

read_lab
count=$(wc -l <"$out/tests" | tr -d ' ')

# Colours, if this is a terminal.
bold='' red='' green='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
    bold=$(printf '\033[1m') red=$(printf '\033[31m') green=$(printf '\033[32m') plain=$(printf '\033[0m')
fi
echo "${bold}Lab $name, in $(shown "${folder#"$home"/}")$plain"
take "$folder" "$lab"

if [ -n "$program_only" ]; then
    compile plain
    cat "$out/compiler"
    graded=no
    [ $compiles = yes ] || exit 1
    for program in server client; do
        [ -f "$out/plain/${stage:-lab}/$program" ] || continue
        rm -f "$folder/$program"
        cp "$out/plain/${stage:-lab}/$program" "$folder/$program" || exit 1
        echo "${folder#"$home"/}/$program"
    done
    exit
fi

compile sanitized SANITIZE=address,undefined
if [ "$compiles" = yes ] && grep -q '(plain)' "$out/tests"; then
    compile plain
fi
case $compiles in
no) echo "  ${red}It does not compile.$plain The compiler says:" ;;
yes) [ ! -s "$out/compiler" ] || echo "  It compiles, with warnings; look at each of them:" ;;
*) trouble "the compiler did not run" ;;
esac
sed 's/^/    /' "$out/compiler" | head -n 40

# --- 2. each test in a process of its own

if [ $compiles = yes ]; then
    echo "leak:libcriterion" >"$out/suppressed" # Criterion's own leaks are not the student's
    export PATIENCE=${PATIENCE:-8}
    run_all "$count" "$jobs"
    remove_leftovers
fi

# --- 3. the results

total=0 most=0 without=''
model='' # the test that asks for the lab's model, if it has failed
n=$(grep -n '!' "$out/marks" | cut -d : -f 1)
if [ -n "$n" ] && grep -qs failed "$out/$n.verdict"; then model=$(sed -n "${n}p" "$out/tests" | cut -f 2); fi
n=0
while IFS=$(printf '\t') read -r points title cause; do
    n=$((n + 1))
    [ $compiles = yes ] || echo failed >"$out/$n.verdict"
    verdict=$(cat "$out/$n.verdict" 2>/dev/null)
    # What another model gives by itself is no merit.
    follows=''
    if [ -n "$model" ] && [ "$verdict" = passed ] && [ "$(sed -n "${n}p" "$out/marks")" = '*' ]; then
        follows=yes verdict=failed
    fi
    got=0
    [ "$verdict" != passed ] || got=$points
    [ "$verdict" = skipped ] || most=$((most + points))
    total=$((total + got))
    : >"$out/$n.why"
    case $verdict in
    passed)
        printf '  %spassed%s   %3d of %-3d %s\n' "$green" "$plain" "$got" "$points" "$title"
        [ ! -s "$out/$n.end" ] || sed -n '$s/^/the end, which costs nothing here: /p' "$out/$n.end" | "$out/results" text >"$out/$n.why"
        sed 's/^/             /' "$out/$n.why"
        ;;
    skipped)
        printf '  skipped            %s (not possible on this system)\n' "$title"
        echo "not possible on this system" >"$out/$n.why"
        ;;
    failed)
        printf '  %sFAILED%s   %3d of %-3d %s\n' "$red" "$plain" 0 "$points" "$title"
        if [ -n "$follows" ]; then
            echo "It passes, but counts only if $model does: this is another model."
        else
            explain $n "$(sed -n "${n}p" "$out/sources")" "$title" "$cause" | sed "s|$out/[a-z]*/||g" | "$out/results" text
        fi >"$out/$n.why"
        [ $compiles = no ] || sed 's/^/             /' "$out/$n.why"
        ;;
    *)
        printf '  no verdict         %s\n' "$title"
        tail -n 20 "$out/$n.log" 2>&1 | "$out/results" text | sed 's/^/             /'
        without=$title
        ;;
    esac
    printf '%s\t%s\t%s\t%s\n' "$verdict" "$got" "$points" "$title" >>"$out/results.tsv"
done <"$out/tests"
[ -z "$keep" ] || { mkdir -p "$keep" && cp "$out"/results.tsv "$out"/*.log "$out"/*.said "$out"/*.why "$keep" 2>/dev/null; }
[ -z "$without" ] || trouble "the test program ended without a verdict on $without"
[ "$(wc -l <"$out/results.tsv")" -eq "$count" ] || trouble "there is no room for the results"
for place in "$out" /tmp; do # on a full disk a test may fail although the server is right
    [ $total -eq $most ] || head -c 1000000 /dev/zero >"$place/room-$$" || trouble "there is no room left in $place"
    rm -f "$place/room-$$"
done
[ $most -gt 0 ] || trouble "none of these tests is possible on this system"
echo "${bold}$total of $most points$plain"

figure=''
if [ -n "$leaderboard" ] && [ $compiles = yes ]; then
    build files fast && figure=$({ bench/load --csv-header && "$out/keeper" -s 60 bench/load \
        --server "$out/fast/${stage:-lab}/server --port 0" --connections 8 --requests 1 --duration 1 --csv; } 2>/dev/null | awk -F, '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == "requests_per_s") at = i }
            NR == 2 { printf "%.0f", $at }')
    echo "Requests a second, a connection each: ${figure:-not measured} (no points)"
fi
if [ -n "$gradescope" ]; then
    mkdir -p "$(dirname "$gradescope")"
    "$out/results" gradescope "$out" "$figure" >"$gradescope.part" || trouble "$gradescope cannot be written"
    mv "$gradescope.part" "$gradescope"
fi
# Autolab reads the last line.
[ -z "$autolab" ] || printf '{"scores": {"%s": %d}%s}\n' "$name" $total "${figure:+, \"scoreboard\": [$total, $figure]}"
graded=yes
[ $compiles = yes ] && [ $total -eq $most ]
