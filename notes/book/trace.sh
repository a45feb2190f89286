#!/usr/bin/env bash
# trace.sh - one client's life as the system calls that the server makes for it, each with a few words.
# usage: trace.sh STAGE       ("make trace-02" calls it, from the top of the project; needs strace)
export LC_ALL=C
unset CDPATH
set -u
stage=${1?usage: trace.sh STAGE}
command -v strace >/dev/null || {
    echo "trace: needs strace, which only Linux has (Debian, Ubuntu: apt-get install strace)" >&2
    exit 1
}
scratch=$(mktemp -d) || exit 1
tracer=''
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    # The tracer's end would let the server go on alone.
    [ -z "$tracer" ] || { kill -KILL "$(server)" && wait "$tracer"; } 2>/dev/null
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

strace -qq -o "$scratch/try" true 2>/dev/null || {
    echo "trace: strace may not trace here (some containers forbid it)" >&2
    exit 1
}

server() {
    sed -n '1s/ .*//p' "$scratch/calls"
}

# Nothing more will come: each process and thread has ended, or waits for somebody.
settled() {
    awk '{ last[$1] = $0 }
        / exit_group\(/ { ended++ }
        /--- SIGCHLD/ { ended-- } # the parent is told of each
        END {
            if (ended > 0)
                exit 1
            for (id in last)
                if (last[id] !~ / exit(_group)?[( ]/ &&
                    (last[id] !~ / (accept4?|recvfrom|p?select6?|futex|wait4)\(/ || last[id] ~ /\) += /))
                    exit 1
        }' "$scratch/calls"
}

accepted() {
    sed "1,${before}d" "$scratch/calls" | grep -q 'accept4*[ (].*) = [0-9]'
}

# until_true COMMAND...: tries for five seconds.
until_true() {
    local tries=250
    until "$@"; do
        [ $((tries -= 1)) -gt 0 ] || {
            echo "trace: $stage does not do what was expected of it ($*)" >&2
            cat "$scratch/errors" >&2
            exit 1
        }
        sleep 0.02
    done
}

# A question mark: not every kind of machine has the call.
calls=
for call in accept accept4 fork vfork clone clone3 recvfrom read sendto sendmsg write writev shutdown close \
    exit exit_group wait4 select pselect6 futex execve; do
    calls="$calls,?$call"
done
strace -f -qq -o "$scratch/calls" -e "trace=${calls#,}" "$stage/server" --port 0 >"$scratch/ready" \
    2>"$scratch/errors" &
tracer=$!
until_true test -s "$scratch/ready"
until_true settled
before=$(grep -c '' "$scratch/calls")
tail -c 1 "$scratch/calls" | grep -q . && before=$((before - 1)) # the last call is not over

printf 'GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >"$scratch/request"
port=$(sed 's/.*:\([0-9]*\)\/$/\1/' "$scratch/ready")
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
until_true accepted
until_true settled # who takes the client and who accepts have all they need before there is work
cat "$scratch/request" >&3 # in one write, and so in one piece
cat <&3 >"$scratch/reply"
exec 3>&-
grep -q 'hello, world' "$scratch/reply" || {
    echo "trace: $stage did not answer" >&2
    exit 1
}
until_true settled
cp "$scratch/calls" "$scratch/life"
kill -TERM "$(server)"
wait $tracer
tracer=''
awk -v before="$before" -f notes/book/trace.awk "$scratch/life" "$scratch/life"
