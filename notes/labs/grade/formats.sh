#!/usr/bin/env bash
# formats.sh - checks what grade.sh writes for course systems against what these document (needs jq).
#   Gradescope        https://gradescope-autograders.readthedocs.io/en/latest/specs/
#   Autolab           https://docs.autolabproject.com/lab/
#   Classroom 50      https://github.com/foundation50/classroom50/wiki/Autograding-Basics#declarative-tests
#   GitHub Actions    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
# usage: formats.sh
set -u
CDPATH='' cd "$(dirname "$0")/../../.." || exit 2
. notes/labs/grade/lab.sh
here=$(mktemp -d "${TMPDIR:-/tmp}/formats-XXXXXX") || exit 2
trap 'rm -rf "$here"' EXIT
wrong=0

expect() { # expect WORDS COMMAND...
    local words=$1
    shift
    "$@" >"$here/said" 2>&1 && return
    echo "  WRONG: $words"
    cat "$here/said"
    wrong=$((wrong + 1))
}

two="queue/a_queue_of_one_works_as_well ends/sigterm_ends_it_with_exit_status_0"
bash notes/labs/grade/start.sh 04 "$here/half" >/dev/null
cp 04-thread-pool/queue.c "$here/half/" # the queue is written, the workers are not: one test passes, one fails
bash notes/labs/grade/grade.sh --test "$two" --gradescope "$here/results.json" --autolab 04 "$here/half" >"$here/output"
expect "half a lab is not full marks" [ $? -eq 1 ]

expect "Gradescope: no other keys than the documented ones" jq -e '
    (keys - ["score", "execution_time", "output", "visibility", "stdout_visibility", "extra_data", "tests",
        "leaderboard"] == []) and
    all(.tests[]; keys - ["score", "max_score", "name", "number", "output", "tags", "visibility", "extra_data",
        "status", "name_format", "output_format"] == [])' "$here/results.json"
expect "Gradescope: each test has a score of at most max_score, a name, an output" jq -e '
    (.tests | length == 2) and all(.tests[]; (.score | type == "number") and (.max_score | type == "number") and
    .score >= 0 and .score <= .max_score and (.name | type == "string") and (.output | type == "string"))' \
    "$here/results.json"
expect "Gradescope: stdout_visibility is one of four words" jq -e '
    .stdout_visibility | IN("hidden", "after_due_date", "after_published", "visible")' "$here/results.json"
expect "Gradescope: the test that fails says why, the other nothing" jq -e '
    [.tests[] | .output == ""] | sort == [false, true]' "$here/results.json"
expect "Gradescope: the scores are the points" [ "$(jq '[.tests[].score] | add' "$here/results.json") of $(
    jq '[.tests[].max_score] | add' "$here/results.json") points" = "$(tail -n 2 "$here/output" | head -n 1)" ]

tail -n 1 "$here/output" >"$here/last"
expect "Autolab: the last line is an object with scores, numbers by problem" jq -e '
    keys - ["scores", "scoreboard"] == [] and (.scores | type == "object" and all(.[]; type == "number"))' "$here/last"

# A program that does not compile has a score, too: 0.
mkdir "$here/broken" && printf '%s\n' 'int main(void) { return "\t\\"; }}' >"$here/broken/server.c"
bash notes/labs/grade/grade.sh --gradescope "$here/broken.json" --autolab --leaderboard 02 "$here/broken" >"$here/output"
expect "Gradescope: nothing compiles, nothing scores" jq -e '[.tests[].score] | add == 0' "$here/broken.json"
tail -n 1 "$here/output" >"$here/last"
expect "Autolab: nothing compiles, nothing scores" jq -e '.scores["02-fork"] == 0' "$here/last"

# A leaderboard figure.
mkdir "$here/whole" && cp 02-fork/server.c "$here/whole/"
bash notes/labs/grade/grade.sh --test lab02/a_child_serves_one_client_and_ends_without_a_word --leaderboard \
    --gradescope "$here/board.json" --autolab 02 "$here/whole" >"$here/output"
expect "full marks of one test are exit status 0" [ $? -eq 0 ]
expect "Gradescope: a leaderboard is an array of names and values" jq -e '
    .leaderboard | length == 1 and all(.[]; (.name | type == "string") and .value > 0)' "$here/board.json"
tail -n 1 "$here/output" >"$here/last"
expect "Autolab: a scoreboard is an array" jq -e '.scoreboard | type == "array" and length == 2' "$here/last"

expect "grade.sh --classroom50 ends with 0" bash notes/labs/grade/grade.sh --classroom50 "$here/tests.json" 04
expect "Classroom 50: tests.json has the documented form" jq -e 'length <= 100 and all(.[];
    .type == "run" and (.name | length <= 100) and (.points | . >= 0 and . <= 1000) and (.timeout | . >= 1 and . <= 600))' "$here/tests.json"
expect "Classroom 50: each test once" [ "$(jq -r '.[1:][].name' "$here/tests.json" | sort -u | wc -l)" = "$(grep -c '^[0-9]' notes/labs/04-queue/tests)" ]
expect "Classroom 50: the points add up to 100" jq -e 'map(.points) | add == 100' "$here/tests.json"
for verdict in "0 queue/a_queue_of_one_works_as_well" "2 ends/sigterm_ends_it_with_exit_status_0"; do
    command=$(jq -r --arg name "${verdict#* }" '.[] | select(.name == $name).run' "$here/tests.json")
    expect "Classroom 50: there is a command for ${verdict#* }" [ -n "$command" ]
    (eval "$command" LAB_DIR="$here/half") >/dev/null 2>&1
    expect "Classroom 50: $command ends with ${verdict%% *} (make's)" [ $? -eq "${verdict%% *}" ]
done

# The workflow's commands, in a job that has what GitHub gives it.
expect "grade.sh --actions ends with 0" bash notes/labs/grade/grade.sh --actions "$here/lab.yml" 04
expect "Actions: it is YAML with a job" /usr/bin/python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))["jobs"]["grade"]["steps"][3]' "$here/lab.yml"
command=$(sed -n 's/^      - run: \(bash .*\)/\1/p' "$here/lab.yml" | sed "s|04 [|]|04 '$here/half' \||; s|tee report|tee '$here/report'|")
bash -c "$command" >/dev/null 2>&1
expect "Actions: the step fails with the lab" [ $? -eq 1 ]
expect "Actions: the report is kept for the summary" grep -q 'of 100 points' "$here/report"

# The packed graders, each in a stand-in for its system. Neither has a .git: there, the archives are made as well.
gradescope=$here/autograder
mkdir -p "$gradescope/submission" "$gradescope/results"
expect "make gradescope-04 ends with 0" make -s gradescope-04
unzip -q build/gradescope-04.zip -d "$gradescope/source"
expect "Gradescope: setup.sh ends with 0" bash "$gradescope/source/setup.sh"
cp "$gradescope/source/run_autograder" "$gradescope/"
cp "$here/half"/*.c "$gradescope/submission/"
(cd / && "$gradescope/run_autograder") >"$here/output" 2>&1
expect "Gradescope: run_autograder ends with 0 without full marks, too" [ $? -eq 0 ]
expect "Gradescope: it has left results.json" jq -e '[.tests[].score] | add > 0 and add < 100' "$gradescope/results/results.json"
expect "the archives are made without .git" make -s -C "$gradescope/source/five-servers" handout solutions
expect "and contain as much" diff <(tar -tf "$gradescope/source/five-servers/build/solutions.tar.gz" | sort) <(make -s solutions >/dev/null && tar -tf build/solutions.tar.gz | sort)

# What asks the student: predictions are kept, and what came out is asked next; a sheet names changes that lose a test.
printf 'mine\n\n\n' | bash notes/labs/grade/predict.sh 04 "$here/half" >"$here/output"
expect "predict: an answer is kept, with its time" grep -q '^predicted 1 (20..-..-.. ..:..): mine$' "$here/half/predictions.txt"
printf 'another\n\n\n' | bash notes/labs/grade/predict.sh 04 "$here/half" >"$here/output"
expect "predict: called again, it asks what came out" grep -q '^seen 1 (20..-..-.. ..:..): another$' "$here/half/predictions.txt"
mkdir "$here/right" && cp 04-thread-pool/server.c 04-thread-pool/queue.c "$here/right/"
expect "make defend-04 ends with 0" env QUESTIONS=1 make -s defend-04 LAB_DIR="$here/right"
cp "$here/said" "$here/sheet"
expect "defend: the sheet asks about the student's own line" grep -q '^1. queue.c, line [0-9]*:$' "$here/sheet"
expect "defend: the key names a test" grep -q '^1. queue.c:[0-9]* loses [1-9].*queue/' build/defend-04-key.txt

mkdir "$here/autolab"
expect "make autolab-04 ends with 0" make -s autolab-04
cp build/autolab-04/autograde.tar "$here/autolab/"
cp build/autolab-04/autograde-Makefile "$here/autolab/Makefile"
tar -cf "$here/autolab/handin.tar" -C "$here/half" .
make -s -C "$here/autolab" >"$here/output" 2>&1
expect "Autolab: make ends with 0" [ $? -eq 0 ]
tail -n 1 "$here/output" >"$here/last"
expect "Autolab: the last line is the score" jq -e '.scores["04-queue"] > 0 and .scores["04-queue"] < 100' "$here/last"

# If the grader could not grade, there is no score, and each system learns it in its own way: Gradescope, because there is no
# results.json; Autolab, because the last line is not JSON.
echo "{}" >"$here/none.json"
CC=false bash notes/labs/grade/grade.sh --gradescope "$here/none.json" --autolab 04 "$here/half" >"$here/output" 2>/dev/null
expect "trouble is exit status 2" [ $? -eq 2 ]
expect "Gradescope: no results.json, not even an older one" [ ! -e "$here/none.json" ]
tail -n 1 "$here/output" | jq -e . >/dev/null 2>&1
expect "Autolab: the last line is no JSON" [ $? -ne 0 ]
[ $wrong -eq 0 ] && echo "  the forms for Gradescope, Autolab, Classroom 50 and Actions are as documented"
