#!/usr/bin/env bash
# signals.sh - signals at every moment: builds signals.c and tries the five stages, or SERVER ("make explore-signals").
# With --mutants: makes each mistake of the list below in a copy, and sees that it is found.
# usage: signals.sh [--mutants | SERVER]
set -eu
cd "$(dirname "$0")/../../.."
if [ "$(uname)" != Linux ]; then
    echo "signals: needs Linux's ptrace(2); not tried here" >&2
    exit 0
fi
out=${BUILD:-build}/explore
mkdir -p "$out"
# shellcheck disable=SC2086 # CFLAGS are words
${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -I. ${CFLAGS:--O1 -g} -o "$out/signals" common/testing/explore/signal*.c

mutant() { # mutant NAME STAGE FILE CHANGE
    local copy status=0
    copy=$(mktemp -d)
    cp -R common "$2" "$copy"
    sed "$4" "$3" >"$copy/$3"
    if cmp -s "$3" "$copy/$3"; then
        echo "$1: nothing is changed"
        return 1
    fi
    (cd "$copy" && find "$2" common/socket common/service common/server -name '*.c' ! -name '*test.c' ! -path '*/test/*' -exec \
        "${CC:-cc}" -std=c11 -D_POSIX_C_SOURCE=200809L -I. -pthread -o server {} +)
    "$out/signals" "$copy/server" --port 0 >"$copy/said" || status=$?
    printf '%-60s %s\n' "$1" "$(sed -n '1s/^signals: //p' "$copy/said")"
    rm -rf "$copy"
    [ $status = 1 ] || echo "   <-- this should be found"
    [ $status = 1 ]
}

if [ "${1-}" = --mutants ]; then
    stop=common/server/stop.c
    mutant "the handler only sets a flag: accept waits" 01-iterative $stop 's/if (listener != -1 && shutdown(listener, SHUT_RDWR) == -1)/if (0)/'
    mutant "the handler only sets a flag: select waits" 05-select $stop 's/if (listener != -1 && shutdown(listener, SHUT_RDWR) == -1)/if (0)/'
    mutant "a client that begins to wait does not look at the flag" 01-iterative $stop 's/^    if (state.requested)$/    if (0)/'
    mutant "the handler forgets the clients that wait" 01-iterative $stop 's/        shut_down_clients(SHUT_RD, false);//'
    mutant "the parent does not tell its children" 02-fork $stop 's/signal_children(SIGTERM);//'
    mutant "main does not wait for its threads" 03-thread-per-conn 03-thread-per-conn/server.c 's/clients_wait_for_all(&clients);//'
    exit
fi
if [ $# -gt 0 ]; then exec "$out/signals" "$1" --port 0; fi
for server in "${IN:-./}"0[1-5]-*/server; do
    printf '%-20s' "$(basename "$(dirname "$server")")"
    "$out/signals" "$server" --port 0
done
# At its limit of children the parent waits for one to end.
printf '%-20s' "02-fork, 1 child"
"$out/signals" "${IN:-./}02-fork/server" --port 0 --max-clients 1
printf '%-20s' "02-fork, 1 child"
"$out/signals" --signal CHLD "${IN:-./}02-fork/server" --port 0 --max-clients 1
