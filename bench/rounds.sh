# rounds.sh - run.sh sources it: the plan, and the rounds of an experiment. Each round measures every server at every
# x. Then come rounds with only those points that others have disturbed.
# shellcheck shell=bash disable=SC2154 # the names are run.sh's

# On a terminal the progress is one line that changes; elsewhere it is a line for each round.
terminal=
[ -t 2 ] && terminal=yes
# How long to wait for every client's first reply before measuring begins; hundreds of processes start in less.
warm_up_limit=${full:+0.5}
warm_up_limit=${warm_up_limit:-0.3}
done_points=0 all_points=0 troubles=0
AGAIN=20 # for 100 planned seconds, how many more may go into measuring again

count_words() { echo $#; }

# duration SECONDS: sets $in_words.
duration() {
    in_words="$(($1 / 60)) min $(($1 % 60)) s"
    [ "$1" -ge 100 ] || in_words="$1 s"
    [ "$1" -lt 600 ] || in_words="$((($1 + 30) / 60)) min"
}

# The stages, the servers beyond, the added servers, and the floors if the experiment wants them.
servers_of_experiment() {
    local stage
    # shellcheck disable=SC2086 # words
    printf '%s\n' $stages $extra_servers ${names[@]+"${names[@]}"}
    [ -z "$floor" ] || for stage in $stages; do echo "floor-$stage"; done
}

# planned_seconds POINTS: how long they take, including the start and end of the servers.
planned_seconds() {
    awk -v points="$1" -v each="$load_seconds" -v more="$seconds_more" 'BEGIN { print int(points * (each + more) + 1) }'
}

plan() {
    local experiment servers points seconds_of all=0
    for experiment in $experiments; do
        declare_experiment "$experiment"
        # shellcheck disable=SC2046,SC2086 # words
        servers=$(count_words $(servers_of_experiment)) points=$(($(count_words $x_values) * servers * repeats))
        seconds_of=$(planned_seconds $points)
        all=$((all + seconds_of)) all_points=$((all_points + points))
        duration "$seconds_of"
        printf 'bench: %-24s %3d times each of %2d servers%s, with %s %s: %s\n' "$title" "$repeats" "$servers" \
            "${floor:+ and floors}" "$x_values" "$x_noun" "$in_words" >&2
    done
    # shellcheck disable=SC2086
    all=$((all + ${stages:+8} + 5 * $(count_words $experiments))) # the demonstration, the plots
    duration $all
    local whole=$in_words
    duration $((all * AGAIN / 100))
    echo "bench: $all_points measurements: $whole, and up to $in_words more for those that others disturb" >&2
}

say_progress() {
    local left="" elapsed=$((SECONDS - started))
    if [ "$done_points" -gt 0 ] && [ "$done_points" -lt "$all_points" ]; then
        duration $((elapsed * (all_points - done_points) / done_points))
        left=", $in_words left"
    fi
    if [ -n "$terminal" ]; then
        printf '\r\033[K[%d/%d] %s: %s, %s%s' "$done_points" "$all_points" "$title" "$2 $x_label" "$1" "$left" >&2
    elif [ "$3" = new ]; then
        echo "bench: [$done_points/$all_points] $title, round $round$left" >&2
    fi
}

# measure_point SERVER X: a line of results.csv.
measure_point() {
    local command url options row='' status why file="$output/data/$experiment-$1-$round.hgrm"
    describe_server "$1"
    load_options "$2" >"$scratch/options"
    read -r options <"$scratch/options"
    watch_others
    # shellcheck disable=SC2086 # the options are words
    $pin_load bench/load --csv --server "$pin_server $command" --duration "$load_seconds" --warm-up 0.1 \
        --warm-up-limit "$warm_up_limit" ${percentiles:+--percentiles "$file"} $options $url \
        >"$scratch/row" 2>>"$output/log.txt"
    status=$? # 1 with figures: no request succeeded, which is a result, too
    count_others
    [ $status != 130 ] || cut=yes # Ctrl-C, which bash does not hear of if a program sees to it
    read -r row <"$scratch/row"
    if [ -n "$row" ] && [ $status -le 1 ]; then
        case $others in ?) others=0.0$others ;; ??) others=0.$others ;; ?*) others=${others%??}.${others: -2} ;; esac
        echo "$experiment,$1,$2,$round,$clean,$others,$row" >>"$results"
    elif [ -z "$cut" ]; then
        troubles=$((troubles + 1))
        failed="$failed $1@$2 "
        why=$(grep '^load: ' "$output/log.txt" | tail -n 1)
        echo "$title with $2 $x_noun, $1 (round $round): ${why#load: }" >>"$output/data/missing"
    fi
}

# wanted SERVER X: whether to measure it in this round. A point that has failed twice would fail again.
wanted() {
    case $failed in *" $1@$2 "*" $1@$2 "*) return 1 ;; esac
    [ "$round" -le "$repeats" ] && return
    case $disturbed in *" $1@$2 "*) return 0 ;; esac
    return 1
}

# run_experiment: all rounds of one experiment. Time for measuring again that it does not need is left for the next
# experiments.
spare=0
run_experiment() {
    local servers server x news began='' last patience
    declare_experiment "$experiment"
    servers=$(servers_of_experiment | tr '\n' ' ')
    failed=''
    # shellcheck disable=SC2046,SC2086 # words
    spare=$((spare + $(planned_seconds $(($(count_words $x_values) * $(count_words $servers) * repeats))) * AGAIN / 100))
    last=$((4 * repeats))
    for ((round = 1; round <= last; round++)); do
        if [ "$round" -gt "$repeats" ]; then
            began=${began:-$SECONDS}
            disturbed=$(awk -v experiment="$experiment" -v repeats="$repeats" -f bench/report/disturbed.awk "$results")
            if [ -z "$disturbed" ] || [ $((SECONDS - began)) -ge $spare ]; then break; fi
            # Waiting takes at most a third of what is left, because the rest is for measuring.
            patience=$(((spare - SECONDS + began) / 3))
            wait_for_quiet $((patience < 3 ? patience : 3))
        fi
        news=new
        for x in $x_values; do
            for server in $servers; do
                [ -z "$cut" ] || break 3
                [ -z "$began" ] || [ $((SECONDS - began)) -lt $spare ] || break 3
                wanted "$server" "$x" || continue
                say_progress "$server" "$x" "$news"
                news=
                measure_point "$server" "$x"
                [ "$round" -gt "$repeats" ] || done_points=$((done_points + 1))
            done
        done
        # The next round begins with another server.
        # shellcheck disable=SC2086
        set -- $servers
        servers="${*:2} $1"
    done
    [ -z "$began" ] || spare=$((spare - SECONDS + began))
}
