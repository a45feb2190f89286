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

# take_stock: sets, all in hundredths of a second since some moment in the past:
#   $we_used       what this shell and its children have used of the processors, and $we_in_user the part of it
#                  outside the kernel
#   $all_used      the same of all programs that /proc shows, with their children
#   $all_in_user   what was used outside the kernel, also by programs that a container does not see
#   $stolen        when another virtual machine had the processor
# Work of the kernel that belongs to no program is in none of them: after each thread and connection it has
# something to tidy up, so a server that makes many would look like somebody else's work.
take_stock() {
    local word user nice system idle wait interrupts soft rest
    all_used=
    read -r word user nice system idle wait interrupts soft stolen rest 2>/dev/null </proc/stat || return
    all_in_user=$((user + nice)) stolen=${stolen:-0}
    # What /proc/PID/stat shows after the name in parentheses: proc(5). 2097152 is the kernel's mark for its own threads.
    cat /proc/[0-9]*/stat 2>/dev/null | awk '{ sub(/^.*\) /, ""); if (int($7 / 2097152) % 2 == 0) used += $12 + $13 + $14 + $15 }
        END { print used + 0 }' >"$scratch/used"
    read -r all_used <"$scratch/used"
    times >"$scratch/times" # in a file, because "$(times)" would be another shell's
    we_used=0 we_in_user=0
    while read -r user system; do
        hundredths "$user"
        we_in_user=$((we_in_user + in_hundredths)) we_used=$((we_used + in_hundredths))
        hundredths "$system"
        we_used=$((we_used + in_hundredths))
    done <"$scratch/times"
}

# hundredths 1m2.345s: sets $in_hundredths to 6234.
hundredths() {
    local minutes=${1%m*} seconds=${1#*m} part
    seconds=${seconds%s} part=${seconds#*.}00
    in_hundredths=$((minutes * 6000 + 10#${seconds%.*} * 100 + 10#${part:0:2}))
}

# watch_others, and after what is measured: count_others. It sets $others, the hundredths of a second that other
# programs and other virtual machines took meanwhile (empty where /proc/stat does not tell), and $clean: 0 if
# that is over a twentieth of the processors' time, else 1.
watch_others() {
    take_stock
    all_before=$all_used we_before=$we_used watched_since=${EPOCHREALTIME:-$SECONDS.000000}
    user_before=$((all_in_user - we_in_user)) stolen_before=$stolen
}

count_others() {
    local now=${EPOCHREALTIME:-$SECONDS.000000} limit unseen
    take_stock
    others='' clean=1
    [ -n "$all_used" ] || return
    others=$((all_used - all_before - we_used + we_before))
    unseen=$((all_in_user - we_in_user - user_before))
    [ "$others" -ge "$unseen" ] || others=$unseen
    [ "$others" -gt 0 ] || others=0
    others=$((others + stolen - stolen_before))
    # The kernel counts in whole hundredths, and tells one program's from another's by samples: 5 may be an error.
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
