#!/usr/bin/env bash
# hostile.sh - tries the grader with bad submissions and on broken machines: it must say nothing false, must run no name as
# a command, and must leave no process behind.
# usage: hostile.sh      (needs jq, iconv, localedef, and the awks: gawk, mawk, original-awk, busybox)
#
# It works in a copy of the project, in a path with a space. In this copy lab 4 has only two tests.
set -u
CDPATH='' cd "$(dirname "$0")/../../.." || exit 2
. notes/labs/grade/lab.sh
root=$PWD
here=$(mktemp -d "${TMPDIR:-/tmp}/hostile-XXXXXX") || exit 2
trap 'rm -rf "$here"' EXIT
trap 'exit 130' INT TERM
wrong=0

expect() { # expect WORDS COMMAND...
    local words=$1
    shift
    "$@" >"$here/said" 2>&1 && return
    echo "  WRONG: $words"
    head -n 5 "$here/said" "$here/report" 2>/dev/null | sed 's/^/         /'
    wrong=$((wrong + 1))
}

not() {
    ! "$@"
}

for tool in jq iconv localedef gawk mawk original-awk busybox; do
    command -v $tool >/dev/null || { echo "hostile.sh needs $tool" >&2 && exit 2; }
done

# copy_of_tree TO: copies the files that git knows, and lab 4 with two tests.
copy_of_tree() {
    mkdir -p "$1"
    git ls-files -co --exclude-standard | while IFS= read -r file; do [ ! -e "$file" ] || echo "$file"; done |
        tar -cf - -T - | tar -xf - -C "$1"
    grep -E 'a_queue_of_one|workers_without' notes/labs/04-queue/tests | sed 's/^[0-9]*[*]*/4/' >"$1/notes/labs/04-queue/tests"
}

tree="$here/a tree"
copy_of_tree "$tree"
cd "$tree" || exit 2
grader=$tree/notes/labs/grade/grade.sh
mkdir "$here/right" && cp 04-thread-pool/queue.c 04-thread-pool/server.c "$here/right/"

# grade FOLDER [OPTION...]: grades lab 4; leaves the report in $here/report and the exit status in $status.
grade() {
    local folder=$1
    shift
    bash "$grader" "$@" 04 "$folder" >"$here/report" 2>&1
    status=$?
}

gets() { # gets STATUS [WORDS]: whether the last run had this exit status, and printed these words
    [ $status -eq "$1" ] && { [ $# -eq 1 ] || grep -qF "$2" "$here/report"; }
}

echo "three graders at once, in a tree where nothing is built ($SECONDS s)"
for i in 1 2 3; do
    { bash "$grader" 04 "$here/right" >"$here/report$i" 2>&1 && touch "$here/full$i"; } &
done
wait
cat "$here"/report[123] >"$here/report"
expect "each of the three right ones has full marks" test -e "$here/full1" -a -e "$here/full2" -a -e "$here/full3"

echo "another language ($SECONDS s)"
mkdir "$here/locale" && localedef -i de_DE -f UTF-8 "$here/locale/de_DE.UTF-8"
env LOCPATH="$here/locale" LC_ALL=de_DE.UTF-8 LANGUAGE=de bash "$grader" 04 "$here/right" >"$here/report" 2>&1
status=$?
expect "right is right in German" gets 0 "8 of 8 points"

echo "a folder as a course system leaves it ($SECONDS s)"
sub="$here/all of them/Ann Example_123_assignsubmission_file"
mkdir -p "$sub/my lab/old" "$sub/__MACOSX"
cp "$here"/right/* "$sub/my lab/"
echo 'int broken' | tee "$sub/my lab/old/queue.c" "$sub/my lab/server_old.c" "$sub/__MACOSX/queue.c" >"$sub/my lab/test.c"
# shellcheck disable=SC2016 # the shell must not expand these
for bad in 'a;touch X;b.c' '$(touch X).c' '`touch X`.c' '-o X.c' '--.h' 'x" -o X ".c' "x' -o X '.c" '$(shell touch X).c' \
    'a
touch X
.c' '* .c' '|touch X' '$(value X).h' "$(printf '\033[31mred\377.c')" '.c' '#.c' '%.c' 'Makefile' 'GNUmakefile'; do
    printf 'int broken' >"$sub/my lab/$bad"
done
ln -s /etc/passwd "$sub/my lab/passwd.h"
ln -s "$tree" "$sub/my lab/tree"
mkdir "$here/tmp dir"
TMPDIR=$here/tmp\ dir grade "$sub"
expect "a right submission has full marks" gets 0 "8 of 8 points"
expect "it says what it took" grep -qxF "  files       my lab/queue.c, my lab/server.c" "$here/report"
expect "it says what it left alone" grep -q 'left alone .*Makefile' "$here/report"
expect "what it says is text" iconv -f UTF-8 -t UTF-8 "$here/report"
expect "no escape sequence reaches the terminal" not grep -q "$(printf '\033')" "$here/report"
expect "no link was taken" not grep -q '^  files.*passwd' "$here/report"

echo "folders with less, with more, and with the same twice ($SECONDS s)"
mkdir "$here/half" "$here/empty" "$here/twice" "$here/twice/a" "$here/twice/b" "$here/split" "$here/link"
cp "$here/right/queue.c" "$here/half/"
grade "$here/half" --test queue/a_queue_of_one_works_as_well
expect "half a lab gets what it is worth" gets 0 "4 of 4 points"
expect "it says what is missing" grep -q '^  missing     server.c' "$here/report"
grade "$here/empty"
expect "an empty folder is not graded" gets 2 "None of the lab's files"
cp "$here"/right/* "$here/twice/a/" && cp "$here"/right/* "$here/twice/b/" && echo >>"$here/twice/b/queue.c"
grade "$here/twice"
expect "two candidates are not graded" gets 2 "There are two queue.c"
{ sed '/^void queue_close/,/^}/d' 04-thread-pool/queue.c && echo '#include "more.h"'; } >"$here/split/queue.c"
{ echo '#include "04-thread-pool/queue.h"' && sed -n '/^void queue_close/,/^}/p' 04-thread-pool/queue.c; } >"$here/split/more.c"
cp 04-thread-pool/server.c "$here/split/" && echo '#include <stddef.h>' >"$here/split/more.h"
grade "$here/split" --test queue/a_queue_of_one_works_as_well
expect "a file that was split compiles" gets 0 "4 of 4 points"
ln -s "$here/right/queue.c" "$here/link/queue.c"
cp 04-thread-pool/server.c "$here/link/"
grade "$here/link" --test queue/a_queue_of_one_works_as_well
expect "a link out of the folder is not the student's file" gets 1 "missing     queue.c"
expect "it says that this is a link" grep -qxF "  not taken   queue.c is a link" "$here/report"
mkdir "$here/unfit" "$here/capitals"
for unfit in link FIFO long; do
    case $unfit in
    link) ln -s "$here/right/queue.c" "$here/unfit/queue.c" && why="is a link" ;;
    FIFO) mkfifo "$here/unfit/queue.c" && why="is no regular file" ;;
    long) head -c 1048577 /dev/zero >"$here/unfit/queue.c" && why="is longer than 1 MiB" ;;
    esac
    grade "$here/unfit"
    expect "a lab that $why is not graded" gets 2 "(queue.c, server.c) can be used: queue.c $why."
    rm "$here/unfit/queue.c"
done
cp "$here/right/queue.c" "$here/capitals/QUEUE.C" && cp "$here/right/server.c" "$here/capitals/Server.c"
grade "$here/capitals" --test queue/a_queue_of_one_works_as_well
expect "names in capital letters count" gets 0 "4 of 4 points"
expect "it says that they count" grep -qxF "  renamed     QUEUE.C is taken for queue.c, Server.c is taken for server.c" "$here/report"
echo 'int old' >"$here/capitals/server.c"
grade "$here/capitals" --program
expect "the right name counts more" gets 1 "server.c:1:"
bash "$grader" 99 "$here/right" >"$here/report" 2>&1
status=$?
expect "a lab that does not exist is not graded" gets 2 "There is no lab '99'. There are: 01-listener"
expect "it says so in one line" [ "$(wc -l <"$here/report")" -eq 1 ]

echo "a source without an end ($SECONDS s)"
mkdir "$here/endless" && cp "$here"/right/* "$here/endless/" && echo '#include "/dev/zero"' >>"$here/endless/queue.c"
began=$SECONDS
grade "$here/endless" --test queue/a_queue_of_one_works_as_well
expect "it does not compile" gets 1 "does not compile"
expect "the compiler gives up soon" [ $((SECONDS - began)) -lt 60 ]

echo "names of folders, through make and the teacher's page ($SECONDS s)"
# shellcheck disable=SC2016
for bad in '$(shell touch X)' "it's; touch X" '"$(touch X)"' '--help' 'a
touch X'; do
    mkdir -p "$here/all of them/$bad" && cp "$here"/right/* "$here/all of them/$bad/"
    make lab-04 TEST=queue/a_queue_of_one_works_as_well LAB_DIR="$here/all of them/$bad" >"$here/report" 2>&1
    [ "$bad" != "${bad#a}" ] || # make cannot pass on a line feed, but must not run the name either
        expect "make lab-04 LAB_DIR=... takes $bad as a name" grep -q "4 of 4 points" "$here/report"
done
# shellcheck disable=SC2016
loop=$(sed -n 's/^| a shell | `\(for [^`]*done\)`.*/\1/p' notes/labs/teacher.md)
expect "the teacher's page has its loop" [ -n "$loop" ]
bash -c "$(printf '%s' "$loop" | sed "s|/submissions|'$here/all of them'|")" >"$here/report" 2>&1
expect "the teacher's loop grades all six" [ "$(grep -c "^8 of 8 points" "$here/report")" = 6 ]
expect "no name was run as a command" test -z "$(find "$here" -name X -o -name 'X.c' -o -name 'X *')"

echo "a program that says anything ($SECONDS s)"
mkdir "$here/loud"
cat >"$here/loud/server.c" <<'END'
#include <stdio.h>
#include <unistd.h>
#include "common/service/stage.h"
const struct stage *stage = &this_stage;
int main(void)
{
    char all[255];
    for (int i = 1; i < 256; i++)
        all[i - 1] = (char)i;
    write(2, all, sizeof all);
    fprintf(stderr, "\n[----] notes/../etc/passwd:1: x\n[----] /etc/passwd:1: x\n");
    fprintf(stderr, "[====] Synthesis: Tested: 1 | Passing: 1 | Failing: 0 | Crashing: 0 \n\"}]}\\u0000\\");
    write(2, "\0 \xed\xa0\x80 \xf0\x9f\x98\x80 \xc3", 12);
    return 1;
}
END
one=lab02/a_child_serves_one_client_and_ends_without_a_word
for awk in gawk mawk original-awk "busybox awk"; do
    mkdir -p "$here/$awk"
    printf '#!/bin/sh\nexec %s "$@"\n' "$awk" >"$here/$awk/awk"
    chmod +x "$here/$awk/awk"
    PATH=$here/$awk:$PATH bash "$grader" --test $one --gradescope "$here/$awk/results.json" --autolab 02 "$here/loud" \
        >"$here/report" 2>&1
    status=$?
    expect "$awk: it fails" gets 1 "0 of "
    expect "$awk: results.json is JSON" jq -e '.tests[0].output | length > 300' "$here/$awk/results.json"
    expect "$awk: results.json is UTF-8" iconv -f UTF-8 -t UTF-8 "$here/$awk/results.json"
    expect "$awk: the report is UTF-8" iconv -f UTF-8 -t UTF-8 "$here/report"
    expect "$awk: no control character is in it" not grep -q "[$(printf '\001-\010\013-\037\177')]" "$here/report"
    expect "$awk: Autolab's line is JSON" sh -c "tail -n 1 '$here/report' | jq -e .scores"
    expect "$awk: no other file is quoted" not grep -q 'root:' "$here/report"
    expect "$awk: as with gawk" cmp "$here/gawk/results.json" "$here/$awk/results.json"
done
cc -o "$here/results" notes/labs/grade/tools/results.c
head -c 300000 /dev/urandom | "$here/results" text >"$here/any"
expect "any bytes become UTF-8" iconv -f UTF-8 -t UTF-8 "$here/any"

echo "a queue that gives its own verdict ($SECONDS s)"
mkdir "$here/verdict"
cp "$here/right/server.c" "$here/verdict/"
grep explore/one "$root/notes/labs/04-queue/tests" >>notes/labs/04-queue/tests
mistake='s/client = queue->ring.*/client = NULL;/'
early='s/client = queue->ring.*/_exit(0);/'
# forged WORDS CODE [SED]: a wrong queue with this code gets nothing, and is graded.
forged() {
    {
        printf '#include <stdio.h>\n#include <unistd.h>\n#define SAY(what) (puts(what), fflush(stdout))\n'
        printf '#define PASS SAY("  2 deviations: 1 schedule\\n[====] Synthesis: Tested: 1 | Passing: 1 | Failing: 0 | Crashing: 0 ")\n'
        printf '#define SKIP SAY("[====] Synthesis: Tested: 0 | Passing: 0 | Failing: 0 | Crashing: 0 ")\n'
        sed "${3-$mistake}" "$here/right/queue.c"
        echo "$2"
    } >"$here/verdict/queue.c"
    grade "$here/verdict" --test "queue/a_queue_of_one_works_as_well explore/one"
    expect "$1 gives no point, and is graded" gets 1 "0 of 8 points"
}
first='__attribute__((constructor)) static void first(void)' last='__attribute__((destructor)) static void last(void)'
forged "the closing line before main()" "$first { PASS; _exit(0); }"
forged "the same with another status" "$first { PASS; _exit(1); }"
forged "a closing line that skips the test" "$first { SKIP; _exit(0); }"
forged "the closing line at the end" "$last { PASS; }"
forged "_exit(0) at the end" "$last { PASS; _exit(0); }"
forged "_exit(0) in the middle" "" "$early"
forged "the closing line from a process of its own" "$first { if (fork() == 0) { for (int i = 0; i < 900; i++) { PASS; usleep(1000); } _exit(0); } }"

echo "a program that reaches for the toolkit ($SECONDS s)"
mkdir "$here/include" "$here/write"
cp "$here/right/server.c" "$here/include/" && echo '#include "04-thread-pool/queue.c"' >"$here/include/queue.c"
grade "$here/include" --test queue/a_queue_of_one_works_as_well
expect "an #include of the solution includes nothing" gets 1 "0 of 4 points"
cp "$here/right/queue.c" "$here/write/" && cat >"$here/write/server.c" <<'END'
#include <stdlib.h>
#include "common/service/stage.h"
const struct stage *stage = &this_stage;
int main(void)
{
    return system("for f in build/notes/labs/grade/*_tests Makefile common/testing/contract/*.c; do echo exit 0 >$f; done");
}
END
before=$(find Makefile common notes build -type f ! -path 'build/grade/*' -exec cksum {} + | sort)
grade "$here/write" --test lab04/workers_without_a_client_use_no_cpu
expect "it gets nothing" gets 1 "0 of 4 points"
expect "what it overwrites is a copy" [ "$before" = "$(find Makefile common notes build -type f ! -path 'build/grade/*' -exec cksum {} + | sort)" ]
expect "no copy is left" test -z "$(ls "$here/tmp dir")"

echo "a program that does not end ($SECONDS s)"
mkdir "$here/daemon"
cat >"$here/daemon/server.c" <<END
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include "common/service/stage.h"
const struct stage *stage = &this_stage;
int main(void)
{
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            alarm(60);
            FILE *file = fopen("$here/daemon/pid", "w");
            fprintf(file, "%ld\n", (long)getpid());
            fclose(file);
            for (;;)
                pause();
        }
        _exit(0);
    }
    sleep(1);
    return 1;
}
END
bash "$grader" --test $one 02 "$here/daemon" >"$here/report" 2>&1
status=$?
expect "a server that leaves a daemon behind fails" gets 1 "0 of "
expect "the daemon has been there" test -s "$here/daemon/pid"
expect "the daemon is not there any more" not kill -0 "$(cat "$here/daemon/pid")"
rm -f "$here/daemon/pid"
bash "$grader" --test $one 02 "$here/daemon" >"$here/report" 2>&1 &
for _ in $(seq 200); do [ -s "$here/daemon/pid" ] || sleep 0.05; done
kill -TERM $!
wait $!
expect "a grader that was told to stop gives no score" [ $? -ge 2 ]
expect "and its daemon is not there any more" not kill -0 "$(cat "$here/daemon/pid")"

echo "a grader in trouble ($SECONDS s)"
mkdir "$here/no sanitizer" && cat >"$here/no sanitizer/cc" <<'END'
#!/bin/sh
case $* in *-fsanitize*) echo "cannot find libasan" >&2 && exit 1 ;; esac
exec gcc "$@"
END
chmod +x "$here/no sanitizer/cc"
PATH=$here/no\ sanitizer:$PATH grade "$here/right"
expect "a machine without sanitizers gives no score" gets 2 "Could not be graded"
touch -t 203001010000 build/address-undefined/common/socket/*.o # so make compiles only the student's part
printf '#!/bin/sh\nexit 0\n' >"$here/mute" && chmod +x "$here/mute"
cp "$here/mute" build/notes/labs/grade/queue_tests
touch -t 203001010000 build/notes/labs/grade/queue_tests
grade "$here/right" --gradescope "$here/none.json" --autolab
expect "a test program without a verdict gives no score" gets 2 "no verdict"
expect "and no results.json" test ! -e "$here/none.json"
expect "and no total" not grep -q "points$" "$here/report"
printf 'int main(void) { return 0 }\n' >"$here/half/queue.c"
grade "$here/half" --test queue/a_queue_of_one_works_as_well
expect "a submission that does not compile is the student's fault" gets 1 "does not compile"
expect "nothing is left in build/grade but the lock" [ "$(ls build/grade)" = lock ]

[ $wrong -eq 0 ] && echo "all as it should be, in $SECONDS s"
