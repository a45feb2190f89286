#!/usr/bin/env bash
# see.sh - records what a server's processes and threads do while clients come, and writes a page that
# plays it. Needs strace (Linux) for the server's side. "make see-04" calls it. bash 3.2, as macOS has it.
set -u
cd "$(dirname "$0")/../.." || exit 1
HERE=bench/see
STAGES="01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select"
SCENES="work clients idle"
LONGEST=10 # s: a scene that has not ended by then is cut off

usage() {
    cat <<'HELP'
Usage: bench/see/see.sh [OPTION]... NN     (or: make see-NN SCENE=work SERVER=path)
Runs a scene against stage NN (01 ... 05) under strace and writes one HTML page that plays the
recording: who is where, and what does it wait for. "all": the five stages, one below the other.

  --scene NAME      work (slow work), clients (slow clients), idle (silent clients), or FILE.csv
  --server COMMAND  another server instead of the stage's. A path alone is started with the stage's
                    options; in a command with options, {port} becomes a free port
  --output FILE     where the page goes (build/see/NAME.html)
  --rebuild PAGE    makes an older page anew from the recording that is in it
  --schedule FILE   no recording: a page of the schedule that "make explore-NN" has printed to FILE
  --shared          script and style in see.js and see.css beside the page, for a folder of several
  --help            this text
HELP
}

complain() {
    echo "see: $1" >&2
    exit "$2"
}

scene=work server='' output='' stage='' rebuild='' shared='' schedule=''
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage && exit 0 ;;
    --shared) shared=yes ;;
    --scene | --server | --output | --rebuild | --schedule)
        [ $# -gt 1 ] || complain "$1 needs a value (--help shows the options)" 2
        eval "${1#--}=\$2"
        shift
        ;;
    -*) complain "there is no option '$1' (--help shows the options)" 2 ;;
    *) stage=$1 ;;
    esac
    shift
done

temporary=$(mktemp -d "${TMPDIR:-/tmp}/see.XXXXXX") || exit 1
group=
trap '[ -z "$group" ] || kill -KILL -- "-$group" 2>/dev/null; rm -rf "$temporary"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export LC_ALL=C

# For HTML: what the recording holds is text, whatever a client has sent.
escape() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }

# make_page FOLDER...: the template with its parts and the recordings put where it says so.
make_page() {
    local folder still=''
    for folder in "$@"; do
        printf '<div class="recording">\n'
        for part in $parts; do
            printf '<pre class="%s" tabindex="0" role="region" aria-label="%s of %s">' \
                "$part" "$part" "$(sed -n 's/^name,//p' "$folder/about" 2>/dev/null)"
            escape <"$folder/$part"
            printf '</pre>\n'
        done
        printf '</div>\n'
    done >"$temporary/recordings"
    mkdir -p "$(dirname "$output")" || exit 1
    (cd $HERE && cat picture.css page.css) >"$temporary/see.css"
    # Comments are for those who read the source; the page does without.
    (cd $HERE && sed '/^ *\/\//d; s/^ *//' strace.js model.js words.js questions.js draw.js ${schedule:+schedule.js} page.js) >"$temporary/see.js"
    [ -z "$shared" ] || cp "$temporary/see.css" "$temporary/see.js" "$(dirname "$output")" || exit 1
    [ -f "${output%.html}.svg" ] && still=$(basename "$output" .html).svg
    awk -v parts="$temporary" -v shared="$shared" -v still="$still" '
        function put(before, file, after,    line) {
            if (before != "") print before
            while ((getline line <(parts "/" file)) > 0) print line
            if (after != "") print after
        }
        $1 != "@@" { print }
        $2 == "recordings" { put("", "recordings", "") }
        $2 == "still" && still != "" { printf("<p><img src=\"%s\" alt=\"The recording as a still picture\"></p>\n", still) }
        $2 == "style" && shared != "" { print "<link rel=\"stylesheet\" href=\"see.css\">" }
        $2 == "style" && shared == "" { put("<style>", "see.css", "</style>") }
        $2 == "script" && shared != "" { print "<script src=\"see.js\"></script>" }
        $2 == "script" && shared == "" { put("<script>", "see.js", "</script>") }' $HERE/page.html >"$output"
    echo "$output"
}

# The recordings that are in a page, each in a folder of its own.
take_apart() {
    awk -v folder="$temporary/old" '
        /^<div class="recording">/ { number++; part = ""; system("mkdir -p " folder number) }
        number && match($0, /^<pre class="[a-z]*"/) {
            part = folder number "/" substr($0, 13, RLENGTH - 13)
            sub(/^<pre [^>]*>/, "")
        }
        part != "" {
            end = sub(/<\/pre>$/, "")
            gsub(/&lt;/, "<"); gsub(/&gt;/, ">"); gsub(/&amp;/, "\\&")
            if (!end || $0 != "")
                print > part
            if (end) { close(part); part = "" }
        }' "$1"
    for part in about strace timeline; do
        for folder in "$temporary"/old*; do touch "$folder/$part"; done
    done
}

parts="about strace timeline"
if [ -n "$schedule" ]; then
    grep -q '^step  ' "$schedule" || complain "there is no schedule in '$schedule': every promise held?" 1
    parts=schedule output=${output:-build/see/schedule.html}
    mkdir "$temporary/old"
    cp "$schedule" "$temporary/old/schedule"
    make_page "$temporary/old"
    exit
fi
if [ -n "$rebuild" ]; then
    [ -r "$rebuild" ] || complain "there is no page '$rebuild'" 1
    take_apart "$rebuild"
    output=${output:-$rebuild}
    make_page "$temporary"/old*
    exit 0
fi

case $stage in
01 | 02 | 03 | 04 | 05 | all) ;;
*) complain "there is no stage '$stage': 01, 02, 03, 04, 05, or all" 2 ;;
esac
case $scene in
*.csv) file=$scene ;;
*) file=$HERE/$scene.csv ;;
esac
[ -r "$file" ] || complain "there is no scene '$scene': ${SCENES// /, }, or a FILE.csv" 2
[ -x bench/load ] || complain "there is no bench/load: run make first" 1
scene=$(basename "$file" .csv)

# lines KEY: what a scene says under that key.
lines() { sed -n "s/^$1,//p" "$file"; }
[ -n "$(lines load)" ] || complain "'$file' has no line that begins with load," 2

describe() {
    case $1 in
    01) echo "one client at a time" ;;
    02) echo "a process for each client" ;;
    03) echo "a thread for each client" ;;
    04) echo "a few threads for all clients" ;;
    05) echo "one loop for all clients" ;;
    esac
}

# Why there is nothing to see of the server; empty where strace works.
why_no_strace() {
    local said
    if ! command -v "${STRACE:-strace}" >/dev/null; then
        echo "There is no strace on this machine (only Linux has it; Debian, Ubuntu: apt-get install strace)."
    elif ! said=$("${STRACE:-strace}" -o /dev/null true 2>&1); then
        echo "strace may not trace on this machine (some containers forbid it). It said: ${said%%$'\n'*}"
    fi
}

# The calls in which a server waits, hands over, makes and ends. "?": not every machine has that call.
calls=
for call in execve bind listen accept accept4 dup dup2 dup3 clone clone3 fork vfork recvfrom recvmsg read readv sendto \
    sendmsg sendfile write writev shutdown close exit exit_group wait4 waitid select pselect6 poll ppoll \
    epoll_wait epoll_pwait epoll_pwait2 futex nanosleep clock_nanosleep pause rt_sigsuspend rt_sigtimedwait; do
    calls="$calls,?$call"
done
tracer="-f -q -ttt -T -s 24"

# Where the server listens: it says so; or strace has seen the port; or, where there is no strace, it answers.
find_url() {
    local scheme number=''
    scheme=$(lines scheme)
    url=$(sed -n 's/.*listening on \([a-z]*:\/\/[^ ]*\/\).*/\1/p' "$folder/ready" | head -1)
    [ -z "$url" ] || return 0
    if [ -z "$why" ]; then
        grep -q ' listen(.* = 0' "$folder/strace" || return 1
        number=$(sed -n 's/.* bind(.*sin6*_port=htons(\([1-9][0-9]*\)).* = 0.*/\1/p' "$folder/strace" | tail -1)
    elif [ -n "$port" ] && (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        number=$port
    fi
    [ -z "$number" ] || url=${scheme:-http}://127.0.0.1:$number/
    [ -n "$url" ]
}

# until_true SECONDS COMMAND...
until_true() {
    local tries=$(($1 * 50))
    shift
    until "$@"; do
        [ $((tries -= 1)) -gt 0 ] && ! server_has_ended || return 1
        sleep 0.02
    done
}

# The last replies are out; what the server still does about them (ending, reaping) is over when nothing
# has been written for a while.
is_quiet() {
    local before
    [ -n "$why" ] && return 0
    before=$(wc -c <"$folder/strace")
    sleep 0.2
    [ "$before" = "$(wc -c <"$folder/strace")" ]
}

free_port() {
    port=$((20000 + RANDOM % 20000))
    while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
}

# Numbers the clients of several loads through, and leaves one line of names.
join_timelines() {
    awk -F, -v OFS=, 'FNR == 1 { if (NR == 1) print; first = last; next }
        { $1 += first; if ($1 > last) last = $1; print }' "$@"
}

# record NAME COMMAND: leaves in $folder what was recorded, and about it.
record() {
    local name=$1 command=$2 url='' port='' process pid count=0 number loads='' after options
    folder=$temporary/$name
    mkdir -p "$folder"
    touch "$folder/strace" "$folder/ready"
    case $command in *'{port}'*) free_port && command=${command//'{port}'/$port} ;; esac
    set -m # a process group of its own: if it must be ended by force, its children go with it
    # shellcheck disable=SC2086 # both are words
    if [ -z "$why" ]; then
        ${STRACE:-strace} $tracer $asked -e "trace=${calls#,}" -o "$folder/strace" $command >"$folder/ready" 2>"$folder/errors" </dev/null &
    else
        $command >"$folder/ready" 2>"$folder/errors" </dev/null &
    fi
    process=$! group=$!
    set +m
    until_true 10 find_url || {
        cat "$folder/errors" >&2
        complain "'$command' does not listen" 1
    }
    pid=$process
    [ -n "$why" ] || pid=$(sed -n '1s/ .*//p' "$folder/strace")
    [ -n "$why" ] || is_quiet # workers are where they wait for work
    while IFS=, read -r after options; do
        count=$((count + 1)) number=$count
        {
            sleep "$(awk -v ms="$after" 'BEGIN { print ms / 1000 }')"
            # shellcheck disable=SC2086 # the options are words
            bench/load --csv --warm-up 0 --duration $LONGEST --timeline "$folder/load.$number" $options "$url" \
                >"$folder/figures.$number" 2>"$folder/complaint.$number"
        } &
        loads="$loads $!"
    done <<<"$(lines load)"
    # shellcheck disable=SC2086 # numbers
    wait $loads
    cat "$folder"/complaint.* >&2
    until_true 5 is_quiet
    kill -TERM "$pid" 2>/dev/null
    until_true 12 server_has_ended || kill -KILL -- "-$group" 2>/dev/null
    wait "$process" 2>/dev/null
    group=
    join_timelines "$folder"/load.* >"$folder/timeline"
    [ "$(wc -l <"$folder/timeline")" -gt 1 ] || complain "no client of the scene could be recorded" 1
    # Before it listens a program loads its libraries. Paths of files are this machine's own.
    awk '/ listen\(/ { on = 1 } on || /(clone3?|fork)\(/ || FNR == 1' "$folder/strace" |
        sed 's/execve(.*\(, 0x\)/execve(...\1/' >"$folder/kept"
    mv "$folder/kept" "$folder/strace"
    # A server that asks accept for no address leaves it to strace to find whose connection it is (-yy): slow
    # where there are many sockets, so only then.
    if [ -z "$asked" ] && grep -q ' accept4*([0-9]*, NULL.* = [0-9]' "$folder/strace"; then
        rm -rf "$folder"
        asked=-yy
        record "$name" "$2"
        return
    fi
    {
        printf 'name,%s\nstage,%s\nmodel,%s\nscene,%s\n' "$name" "$stage" "${model:-}" "$scene"
        printf 'command,%s\n' "$command"
        [ -z "$why" ] && printf 'tracer,%s\n' \
            "$(${STRACE:-strace} -V | sed -n '1s/ -- version//p') ($tracer${asked:+ $asked} ...) on $(uname -sm)"
        [ -z "$why" ] || printf 'why,%s\n' "$why"
        grep -v -e '^#' -e '^server,' "$file"
    } >"$folder/about"
}

server_has_ended() { case " $(jobs -rp | tr '\n' ' ')" in *" $process "*) return 1 ;; esac; }

# The options that the scene has for this stage.
stage_options() {
    lines server | awk -F, -v stage="$1" '$1 == "*" || $1 == stage { printf(" %s", $2) }'
}

record_stage() {
    stage=$1
    local program=
    for name in $STAGES; do
        case $name in "$stage"-*) program=$name ;; esac
    done
    name=$program model=$(describe "$stage")
    case $server in
    '') command="$program/server --port 0$(stage_options "$stage")" ;;
    *' '*) command=$server ;;
    *) command="$server --port 0$(stage_options "$stage")" ;;
    esac
    if [ -n "$server" ]; then
        name=${server%% *} model=
        [ "$(basename "$name")" = server ] && name=$(dirname "$name")
        case $(basename "$name") in solution | starter) name=$(dirname "$name") ;; esac
        name=$(basename "$name")
    fi
    [ -x "${command%% *}" ] || command -v "${command%% *}" >/dev/null ||
        complain "there is no ${command%% *}: run make first" 1
    record "$name" "$command"
}

why=$(why_no_strace) asked=''
if [ "$stage" = all ]; then
    [ -z "$server" ] || complain "all takes no --server" 2
    folders=
    for number in 01 02 03 04 05; do
        record_stage $number
        folders="$folders $folder"
    done
    name=all
else
    record_stage "$stage"
    folders=$folder
fi
[ "$scene" = work ] || name=$name-$scene
output=${output:-build/see/$name.html}
# shellcheck disable=SC2086 # folders
make_page $folders
[ -z "$why" ] || echo "see: only the clients' side. $why" >&2
