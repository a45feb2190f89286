# measure.sh - to source: the servers to compare, one measurement of one of them, and how much processor time
# other programs took from it. run.sh and floor.sh use it.
# shellcheck shell=bash disable=SC2034,SC2154 # used by run.sh

# Servers beyond the five, from the labs; "make bench BEYOND=1" builds them.
BEYOND="epoll prefork together"
beyond_program() {
    case $1 in
    epoll) echo build/notes/labs/06-poll/extra/server ;;
    prefork) echo build/notes/labs/07-prefork/solution/server ;;
    together) echo build/notes/labs/12-together/solution/server ;;
    esac
}

# The load has a processor for itself and the server has the others, where there are two and Linux's taskset:
# then neither takes time from the other, whatever the scheduler decides.
pin_load="" pin_server=""
processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
choose_processors() {
    if [ "$processors" -ge 2 ] && taskset -c $((processors - 1)) true 2>/dev/null; then
        pin_load="taskset -c $((processors - 1))"
        pin_server="taskset -c 0-$((processors - 2))"
    fi
}

# The program of a model's floor, the least that it can cost (floor.c).
floor_command() {
    case $1 in
    *01-*) echo "build/bench/floor iterative" ;;
    *02-*) echo "build/bench/floor fork" ;;
    *03-*) echo "build/bench/floor thread" ;;
    *04-*) echo "build/bench/floor pool" ;;
    *05-*) echo "build/bench/floor select" ;;
    esac
}

# describe_server NAME: sets $command, what bench/load is to start, and $url, where it is if the command does not say.
#
# Nothing here runs in a "$(...)": bash forgets a Ctrl-C that comes while it waits for one that ends by itself.
describe_server() {
    local i
    command='' url=''
    for ((i = 0; i < ${#names[@]}; i++)); do
        [ "${names[i]}" = "$1" ] && command=${commands[i]} url=${urls[i]} && return
    done
    case $1 in
    floor-*) floor_command "$1" ;;
    epoll | prefork | together) beyond_program "$1" ;;
    *) echo "$1/server" ;;
    esac >"$scratch/command"
    case $1 in floor-*) ;; *) echo "--port 0" && server_options "$1" ;; esac >>"$scratch/command"
    read -r -d '' command <"$scratch/command"
    command=${command//$'\n'/ }
}

# take_stock: sets $machine_used and $we_used, in hundredths of a second: what all processors have worked (or
# were kept from working by other virtual machines), and what the children of this shell have used of it.
take_stock() {
    local word user nice system idle wait interrupts soft stolen_time rest line
    machine_used=
    read -r word user nice system idle wait interrupts soft stolen_time rest 2>/dev/null </proc/stat || return
    machine_used=$((user + nice + system + interrupts + soft + ${stolen_time:-0}))
    times >"$scratch/times" # in a file, because "$(times)" would be another shell's
    {
        read -r line
        read -r line
    } <"$scratch/times"
    we_used=0
    add_time "${line% *}"
    add_time "${line#* }"
}

# add_time 1m2.345s: 6234 hundredths more for $we_used.
add_time() {
    local minutes=${1%m*} seconds=${1#*m} part
    seconds=${seconds%s} part=${seconds#*.}
    part=${part}00
    we_used=$((we_used + minutes * 6000 + 10#${seconds%.*} * 100 + 10#${part:0:2}))
}

# watch_others, and after what is measured: count_others. It sets $others, the hundredths of a second that other
# programs and other virtual machines took meanwhile (empty where /proc/stat does not tell), and $clean: 0 if
# that is over a twentieth of the processors' time, else 1.
watch_others() {
    take_stock
    machine_before=$machine_used we_before=$we_used watched_since=${EPOCHREALTIME:-$SECONDS.000000}
}

count_others() {
    local now=${EPOCHREALTIME:-$SECONDS.000000} limit
    take_stock
    others='' clean=1
    [ -n "$machine_used" ] || return
    others=$((machine_used - machine_before - we_used + we_before))
    # The kernel counts in whole hundredths, and tells one program's from another's by samples: 5 may be an error.
    [ "$others" -gt 0 ] || others=0
    limit=$(((${now/./} - ${watched_since/./}) * processors / 200000)) # microseconds; a twentieth, in hundredths
    [ "$limit" -ge 5 ] || limit=5
    [ "$others" -le "$limit" ] || clean=0
}

# wait_for_quiet SECONDS: until others leave the processors alone for a moment, but at most that long.
wait_for_quiet() {
    local until=$((SECONDS + $1))
    while
        watch_others
        awk 'BEGIN { for (i = 0; i < 4000000; i++); }' # a machine loses time to others only while it works
        count_others
        [ $clean = 0 ] && [ $SECONDS -lt $until ]
    do sleep 0.5; done
}
