# experiments.sh - what "make bench" measures. Each experiment is a function that declares:
#   title, done      its name; what the clients do, in a sentence
#   x_label, x_noun  what varies; "clients", as in "with 64 clients"
#   x_values         where the default run measures; full_x_values: where the full one does
#   plots            METRIC:FINDING...: what to draw, and which sentence to compute for its title
#   why              the mechanism behind the result; why_beyond: of the servers beyond the five
#   load_options X   what bench/load is asked to do at one point
# and where it differs:
#   floor=yes        measure each model's floor, too
#   server_options STAGE
#   load_seconds     how long a point takes; seconds_more: what starting and ending take beside it
#   logarithmic      the metrics with a logarithmic axis, besides those that always have one
#   predict METRIC SERVER X   what theory expects there, with expect VALUE LABEL, where it has a formula;
#                    expectation METRIC: the formula in words
#   lessons          METRIC:LESSON,LESSON...: the plots of the chapters, with the stages met so far
#   percentiles=yes  keep the whole distribution of latencies
#   x_fixed=yes      --clients does not change x
# METRICs and FINDINGs are those of report/medians.awk and report/findings.awk.
# shellcheck shell=bash disable=SC2034,SC2154,SC2317 # used by run.sh

DEFAULT_EXPERIMENTS="short slow-work idle-crowd"
FULL_EXPERIMENTS="short persistent slow-work slow-clients idle-crowd offered-load latency-curve process-control"

# places SERVER: sets $places, how many clients this server can serve at the same moment; false if that is not
# known (a server from outside).
places() {
    case $1 in
    01-iterative | 05-select | epoll) places=1 ;;
    04-thread-pool | prefork) places=8 ;;
    together) places=128 ;;
    02-fork | 03-thread-per-conn) places=clients ;;
    *) return 1 ;;
    esac
}

experiment_short() {
    title="Short connections"
    done="Each client connects, sends one request for /hello, reads the reply, and starts again."
    x_label="clients at the same time" x_noun="clients"
    x_values="1 16 256" full_x_values="1 2 4 8 16 64 512"
    plots="throughput:most p50:least p99:least cost:floor"
    lessons="cost:01,02,03,04"
    why="Accepting a connection costs the same everywhere. The models differ in the cost of the
process or thread that serves the client: nothing in 01 and 05, a hand-over in 04, a thread in 03, a process in 02."
    why_beyond="prefork has its processes already, and pays for waking one. together pays for two hand-overs, to a
worker and back."
    floor=yes
    load_options() { echo "--connections $1 --requests 1"; }
    expectation() { [ "$1" != p50 ] || echo "$LITTLE"; }
    predict() { [ "$1" != p50 ] || expect little "clients / throughput"; }
}

LITTLE="clients / throughput, which by Little's law is the mean time from one request of a client to its next"

experiment_persistent() {
    title="Persistent connections"
    done="Each client connects once, and sends its next request for /hello when it has the reply."
    x_label="clients at the same time" x_noun="clients"
    x_values="1 8 64" full_x_values="1 2 8 16 64 512"
    seconds_more=0.7 # bench/load waits for the last replies to starved clients
    plots="throughput:most unserved:unserved p50:least p99:least cost:floor"
    lessons="unserved:01 cost:02 throughput:05"
    why="A client that keeps its connection keeps the process or thread that serves it. 01 has one place and 04
as many as workers; the other clients wait, and are unserved. 02 and 03 still make processes or threads for
the last of 512 when measuring begins, because those that exist already keep the processor busy. 05 finds several
clients ready at once, and pays for select() once for all of them."
    why_beyond="prefork holds as many clients as it has processes, like 04. epoll and together hold all of them; in
together every single request goes to a worker and back."
    floor=yes
    load_options() { echo "--connections $1 --requests 0"; }
    expectation() {
        case $1 in
        unserved) echo "clients - N, where N is how many clients a server can hold" ;;
        p50) echo "$LITTLE" ;;
        esac
    }
    predict() {
        [ "$1" != p50 ] || expect little "clients / throughput"
        [ "$1" = unserved ] && places "$2" || return
        case $2 in 05-select | epoll | together) places=clients ;; esac # these hold a client without a place of its own
        if [ "$places" = clients ]; then
            expect 0 "none"
        else
            expect $(($3 > places ? $3 - places : 0)) "clients - $places"
        fi
    }
}

experiment_slow-work() {
    title="Slow work"
    done="Each client asks for /sleep/5, which takes 5 ms of waiting, as for a database; a connection
per request."
    x_label="clients at the same time" x_noun="clients"
    x_values="1 8 64" full_x_values="1 2 4 8 16 32 64 128 256"
    load_seconds=${full:+1}
    load_seconds=${load_seconds:-0.6}
    plots="throughput:most p99:least"
    logarithmic="throughput"
    lessons="throughput:01,02,03,04"
    why="One process or thread that waits 5 ms for each request can answer 200 a second. 01 has one, and so
has 05, whose one thread waits for all. 04 has as many as workers, 02 and 03 as many as clients, until the
processor is the limit."
    why_beyond="epoll is one thread, like 05, and prefork eight processes. together has 128 workers. 04 could have as
many, but there each slow client would hold one of them."
    load_options() { echo "--connections $1 --requests 1 --path /sleep/5"; }
    expectation() { [ "$1" != throughput ] || echo "min(clients, N) × 200 a second, where N is how many requests can wait at the same time"; }
    predict() {
        [ "$1" = throughput ] && places "$2" || return
        if [ "$places" = clients ]; then
            expect $(($3 * 200)) "N = clients"
        else
            expect $((200 * ($3 < places ? $3 : places))) "N = $places"
        fi
    }
}

experiment_slow-clients() {
    title="Slow clients"
    done="8 clients ask for /hello as fast as they can, a connection per request. Beside them are
clients that send each request drop by drop, over 200 ms."
    x_label="slow clients beside the 8" x_noun="slow clients"
    x_values="0 4 16 64" full_x_values="0 1 4 8 16 64"
    load_seconds=${full:+1}
    load_seconds=${load_seconds:-0.6}
    plots="throughput:most p99:least"
    lessons="throughput:04,05"
    why="A process or thread that serves a slow client waits for its drops. In 01 all others wait as well; in 04 it
takes a worker, until no worker is left. In 02 and 03 a process or a thread of its own waits alone. 05 waits for
no single client: it reads what there is and goes on."
    why_beyond="prefork is as stuck as 04, and epoll as free as 05. In together the loop waits for the drops, and a
worker gets a client only when there is something to do for it."
    load_options() { echo "--connections 8 --requests 1 --slow $1 --drip 200"; }
}

experiment_idle-crowd() {
    title="Idle crowd"
    done="8 clients ask for /hello over persistent connections, among others that have connected
before them and say nothing."
    x_label="idle clients beside the 8" x_noun="idle clients"
    x_values="0 100 1000" full_x_values="0 1 10 100 1000 5000"
    seconds_more=0.9
    plots="throughput:most cost:growth memory:slope"
    lessons="memory:02,03,05 cost:05"
    why="An idle client takes the only place in 01 and a worker in 04; memory in 02 and 03; and in 05 a
little time of every select(), which looks at all descriptors up to the highest. 05 cannot have 5,000,
because an fd_set ends at FD_SETSIZE, and 02 not more than its table of 4,096 children."
    why_beyond="epoll has been told once which clients to watch, so the idle ones cost no time. poll(), in together,
looks at all of them each time, like select(). prefork has eight places."
    load_options() { echo "--connections 8 --requests 0 --idle $1 --timeout 3"; }
    server_options() {
        case $1 in
        02-fork) echo "--timeout 60 --max-clients 4096" ;;
        03-thread-per-conn) echo "--timeout 60 --max-clients 6000" ;;
        *) echo "--timeout 60" ;;
        esac
    }
    expectation() { [ "$1" != cost ] || echo "a straight line in the number of descriptors, from its first point to its last"; }
    predict() {
        [ "$1" = cost ] || return
        case $2 in 05-select | together) expect linear "linear in the descriptors" ;; esac
    }
}

experiment_offered-load() {
    title="Offered load"
    done="Requests for /hello are due at a fixed rate, each on a connection of its own, whether the ones
before are answered or not (an open loop), but at most 512 at a time. Latency counts from the time
at which a request was due."
    x_label="requests due a second" x_noun="requests due a second"
    x_values="1000 4000 16000" full_x_values="1000 2000 4000 6000 8000 12000 16000 24000"
    plots="p50:least p99:knee throughput:most"
    why="Beyond its limit the queue of a server grows for as long as
the load lasts, and so does the latency: it depends on the time, and not on the server any more. A closed
loop never shows this, because its clients wait for the server."
    load_options() { echo "--connections 512 --requests 1 --rate $1"; }
    expectation() { [ "$1" != throughput ] || echo "as many replies as requests are due"; }
    predict() { [ "$1" != throughput ] || expect "$3" "all that are due"; }
}

experiment_latency-curve() {
    title="The whole latency curve"
    done="Requests for /hello are due at one fixed rate, each on a connection of its own (an open loop), for
longer than at a point of the other plots."
    x_label="requests due a second" x_noun="requests due a second"
    x_values="2000" full_x_values="2000" x_fixed=yes
    load_seconds=$(awk -v seconds="$seconds" 'BEGIN { print 12 * seconds }')
    percentiles=yes
    plots="p999:curve"
    why="A median says nothing about the slowest requests, and a mean describes no single request. The curve shows for
each share of the requests how long they take at most. A page that makes 100 requests meets the slowest hundredth more often than not
(1 - 0.99^100 = 63 %)."
    load_options() { echo "--connections 512 --requests 1 --rate $1"; }
}

experiment_process-control() {
    title="Process control"
    done="The clients make 1,000 connections each and ask for 4,000 bytes on each of them."
    x_label="clients" x_noun="clients"
    x_values="5" full_x_values="5" x_fixed=yes
    plots=""
    why="All servers do the same work for a request. So the CPU time that a server takes more than 01 is
what it pays for its processes or threads: the measure of UNIX Network Programming (Stevens, Fenner,
Rudoff), figure 30.1."
    load_seconds=30 # at most; it ends when the connections are made
    seconds_more=-29
    load_options() { echo "--connections $1 --requests 1 --rounds 1000 --reply 4000 --warm-up 0 --warm-up-limit 0"; }
}

# Sets the defaults, and then the experiment.
declare_experiment() {
    floor='' why_beyond='' lessons='' logarithmic='' percentiles='' load_seconds='' seconds_more=0.2 x_fixed=''
    server_options() { :; }
    expectation() { :; }
    predict() { :; }
    "experiment_$1"
    [ -n "$full" ] && x_values=$full_x_values
    [ -n "$clients" ] && [ -z "$x_fixed" ] && x_values=$clients
    [ -n "$load_seconds" ] || load_seconds=$seconds
}
