#!/bin/sh
# soak.sh - soaks all servers at the same time; if the system can do it, on a network of their own that loses
# packets. "make soak" calls it.
#
# soak.sh SOAK DIRECTORY: the program, and the folder of NN-name/server. Variables: MINUTES, STAGES, LOSS
# (per cent of the clients' packets), SEED.
export LC_ALL=C
unset CDPATH
set -u
soak=$1
directory=$2
MINUTES=${MINUTES:-10}
LOSS=${LOSS:-2}
SEED=${SEED:-$$}
STAGES=${STAGES:-01-iterative 02-fork 03-thread-per-conn 04-thread-pool 05-select}
export MINUTES LOSS SEED STAGES

# lose_packets: drops some packets that the clients on 127.0.0.2 to 127.0.0.16 send and receive; but not those of
# 127.0.0.1, which asks for /hello and must get its answer in time.
lose_packets() {
    drop="numgen random mod 1000 < $(awk "BEGIN { print int($LOSS * 10) }") drop"
    ip link set lo up && nft -f - <<RULES
table ip soak {
    chain input {
        type filter hook input priority 0
        ip saddr 127.0.0.2-127.0.0.16 $drop
        ip daddr 127.0.0.2-127.0.0.16 $drop
    }
}
RULES
}

# Runs this script again in a network namespace of its own; INSIDE says that this has been done.
if [ -z "${INSIDE:-}" ] && [ "$LOSS" != 0 ]; then
    without="the soak goes on without losing packets:"
    if ! command -v nft >/dev/null || ! command -v ip >/dev/null; then
        echo "$without there is no nft, or no ip, here"
    elif ! unshare -rn true 2>/dev/null; then
        echo "$without no network namespace can be made here"
    elif ! INSIDE=try unshare -rn sh "$0" "$soak" "$directory" 2>/dev/null; then
        echo "$without nft does not work here"
    else
        export INSIDE=yes
        exec unshare -rn sh "$0" "$@"
    fi
    LOSS=0
fi
if [ -n "${INSIDE:-}" ]; then
    lose_packets || exit 1
    [ "$INSIDE" = try ] && exit 0
fi

# rules STAGE: how rough the clients may be. 01 serves one client at a time and 04 eight: so as many slow clients make
# all others wait longer than a deadline, as their models say. If packets are lost, a good client can be slow as well.
rules() {
    case $1 in
    01-*) echo "-c 6 -s 1 -r 2 -p $([ "$LOSS" = 0 ] && echo 3 || echo 7)" ;;
    04-*) echo "-c 24 -s 6 -p $([ "$LOSS" = 0 ] && echo 2 || echo 4)" ;;
    *) echo "-c 64 -s 48 -p 2" ;;
    esac
}

echo "soak: $MINUTES min for each, $LOSS% of the packets lost, SEED=$SEED"
soaks=
# shellcheck disable=SC2064,SC2154 # expand the list when the signal comes; each is a word
trap 'kill $soaks 2>/dev/null' INT TERM
for stage in $STAGES; do
    # shellcheck disable=SC2046 # each word is an argument
    "$soak" -m "$MINUTES" -l "$LOSS" -x "$SEED" $(rules "$stage") "$directory/$stage/server" &
    soaks="$soaks $!"
done

status=0
for one in $soaks; do
    wait "$one" || status=1
    # A signal interrupts the first wait; the soaks then end by themselves.
    while kill -0 "$one" 2>/dev/null; do
        wait "$one" || status=1
    done
done
exit $status
