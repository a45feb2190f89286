#!/usr/bin/env bash
# transcript.sh - does what a transcript shows, and writes what it printed: JOB.job to JOB.block, or why not
# to JOB.failed or JOB.skipped.
# usage: transcript.sh JOB       (notes.sh calls it, and jobs.awk says what a job is)
export LC_ALL=C
unset CDPATH
set -u
set -m # what a job of this shell starts is ended with it, by its process group
job=$1
read -r kind stage options <"$job.job"
commands=$(sed 1d "$job.job")
seconds=$((${NOTES_SECONDS:-15} * $(grep -c . <<<"$commands")))
server='' running=''

# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    [ -z "$running" ] || kill -KILL -- "-$running" 2>/dev/null
    [ -z "$server" ] || kill -KILL -- "-$server" 2>/dev/null
}
trap clean_up EXIT
trap 'exit 130' INT TERM

give_up() {
    echo "$2" >"$job.$1"
    exit 0
}

# is_over PROCESS SECONDS: waits for it, but no longer than that.
is_over() {
    local ticks=$(($2 * 50))
    while kill -0 "$1" 2>/dev/null; do
        [ $((ticks -= 1)) -gt 0 ] || return 1
        sleep 0.02
    done
}

[ -n "$commands" ] || give_up failed "no command is in the block after the mark"
[ "$kind" != trace ] || {
    bash notes/book/trace.sh "$stage" >"$job.printed" 2>"$job.why" || give_up skipped "$(cat "$job.why")"
    { printf '$ %s\n' "$commands" && cat "$job.printed"; } | sed 's/^$/ /' >"$job.block"
    exit 0
}

case "${SERVERS_IN:-./}:$stage $commands" in
./:*) ;;
*build/* | *plant.sh*) give_up skipped "it needs what \"make test\" builds" ;;
esac

# Root may look at everything. Another user may look into running processes where ptrace_scope is 0.
may_not() {
    [ "$(id -u)" != 0 ] || return 1
    case "$1 $commands" in
    tcpdump*) ;;
    gdb* | strace*strace*' -p '*) grep -q '[1-9]' /proc/sys/kernel/yama/ptrace_scope 2>/dev/null ;;
    *) return 1 ;;
    esac
}

for tool in curl nc ss ps strace gdb tcpdump; do
    case " ${commands//[$'\n';|&()]/ } " in
    *" $tool "*)
        command -v $tool >/dev/null || give_up skipped "$tool is not installed"
        ! may_not $tool || give_up skipped "$tool needs root here"
        ;;
    esac
done

case "$options $commands" in
*::* | */etc/hosts*)
    [ ! -d /proc/net ] || grep -q '^0*1 ' /proc/net/if_inet6 2>/dev/null || give_up skipped "this machine has no address ::1"
    ;;
esac

port=8080
if [ -n "$stage" ]; then
    # shellcheck disable=SC2086 # the options are words
    case $stage in
    build/*) exec "$stage" 0 $options ;; # a small program of the notes, which takes the port first
    *) exec "${SERVERS_IN:-./}$stage/server" --port 0 $options ;;
    esac >"$job.ready" 2>"$job.why" &
    server=$!
    until [ -s "$job.ready" ]; do
        kill -0 $server 2>/dev/null || give_up failed "$stage/server did not start: $(cat "$job.why")"
        sleep 0.02
    done
    port=$(sed 's/[^0-9]*$//; s/.*[^0-9]//' "$job.ready")
elif grep -q 8080 <<<"$commands"; then
    # What these commands start listens there: give it a port that is free, which is one that the kernel gives to 01.
    "${SERVERS_IN:-./}01-iterative/server" --port 0 >"$job.ready" 2>/dev/null &
    server=$!
    until [ -s "$job.ready" ]; do sleep 0.02; done
    kill -TERM $server
    is_over $server 3
    server=
    port=$(sed 's/[^0-9]*$//; s/.*[^0-9]//' "$job.ready")
fi

# What shows /etc/hosts sees that of a new Debian, notes/first/hosts, and not this machine's.
alone=()
case $commands in
*/etc/hosts*)
    alone=(unshare --mount)
    [ "$(id -u)" = 0 ] || alone+=(--user --map-root-user)
    "${alone[@]}" mount --bind notes/first/hosts /etc/hosts 2>/dev/null || give_up skipped "no file may be mounted over another one here"
    # shellcheck disable=SC2016 # it is the inner shell's
    alone+=(sh -c 'mount --bind notes/first/hosts /etc/hosts && exec "$@"' sh)
    ;;
esac

# One shell for all, as for a reader: so that a later "wait" knows what an earlier "&" started. A line of its
# own, which no command prints, comes before and after what each prints.
{
    awk -v port="$port" '{
        if (!continued)
            printf "printf '\''\\n@@@@\\n'\''\n"
        continued = /\\$/
        gsub(/8080/, port)
        print
    }' <<<"$commands"
    printf '%s\n' 'printf "\n@@@@\n"'
} >"$job.sh"
${alone[@]+"${alone[@]}"} sh -c "$(cat "$job.sh")" </dev/null >"$job.printed" 2>&1 &
running=$!
is_over $running $seconds || give_up failed "not over after $seconds seconds"

awk -v port="$port" -v commands="$job.job" '
    function flush(    i) {
        if (held > 0 && hold[held] == "")
            held-- # the line end before the mark
        for (i = 1; i <= held; i++)
            print (hold[i] == "" ? " " : hold[i])
        held = 0
    }
    function next_command(    line) {
        while ((getline line < commands) > 0) {
            print (continued ? line : "$ " line)
            continued = line ~ /\\$/
            if (!continued)
                break
        }
    }
    BEGIN { getline line < commands }
    $0 == "@@@@" { flush(); next_command(); next }
    {
        gsub(/\r/, "")
        if (port != 8080) {
            text = " " $0 " "
            while (match(text, "[^0-9]" port "[^0-9]"))
                text = substr(text, 1, RSTART) "8080" substr(text, RSTART + RLENGTH - 1)
            $0 = substr(text, 2, length(text) - 2)
        }
        hold[++held] = $0
    }' "$job.printed" >"$job.block"

[ -z "$server" ] || {
    exec 2>/dev/null # a small program ends by the signal, and this shell would say so
    kill -TERM "$server"
    is_over "$server" 3
}
exit 0
