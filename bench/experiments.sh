# experiments.sh - what "make bench" measures. Each experiment is a function that declares:
#   title, done      its name; what was done, in a sentence
#   x_label, x_noun  what varies; "clients", as in "with 64 clients"
#   x_values         where the default run measures; full_x_values: where the full one does
#   plots            METRIC:FINDING...: what is drawn, and which sentence is computed for its title
#   why              the mechanism behind what is to be seen
#   load_options X   what bench/load is asked to do at one point
# and where it differs: floor=yes (each model's floor is measured too), server_options STAGE, and
# load_seconds (how long a point takes). METRICs and FINDINGs are summarise.awk's.
# shellcheck shell=bash disable=SC2034,SC2154,SC2317 # used by run.sh

DEFAULT_EXPERIMENTS="short slow-work idle-crowd"
FULL_EXPERIMENTS="short persistent slow-work slow-clients idle-crowd offered-load process-control"

experiment_short() {
    title="Short connections"
    done="Each client connects, sends one request for /hello, reads the reply, and starts again."
    x_label="clients at the same time" x_noun="clients"
    x_values="1 8 64 256" full_x_values="1 2 4 8 16 64 256 512"
    plots="throughput:most p50:least p99:least cost:floor"
    why="Accepting a connection costs the same everywhere. What differs is what it costs to find
somebody to serve it: nothing in 01 and 05, a hand-over in 04, a thread in 03, a process in 02."
    floor=yes
    load_options() { echo "--connections $1 --requests 1"; }
}

experiment_persistent() {
    title="Persistent connections"
    done="Each client connects once, and sends its next request for /hello when it has the reply."
    x_label="clients at the same time" x_noun="clients"
    x_values="1 8 64 256" full_x_values="1 2 4 8 16 64 256 512"
    plots="throughput:most p99:least unserved:unserved cost:floor"
    why="A client that keeps its connection keeps whoever serves it. 01 has one place and 04 as many as
workers; those without a place are in no average: look at the unserved ones first. 05 finds several
clients ready at once, and pays for select() once for all of them."
    floor=yes
    load_options() { echo "--connections $1 --requests 0 --warm-up-limit 1"; }
}

experiment_slow-work() {
    title="Slow work"
    done="Each client asks for /sleep/5, which takes 5 ms of waiting, as for a database; a connection
per request."
    x_label="clients at the same time" x_noun="clients"
    x_values="1 8 64" full_x_values="1 2 4 8 16 32 64 128 256"
    load_seconds=${full:+1.5}
    load_seconds=${load_seconds:-0.8}
    plots="throughput:most p99:least"
    why="One who waits can answer 200 a second, however many ask: so it is in 01, and in 05, whose one
thread waits for all. 04 has as many waiting as workers, 02 and 03 as many as clients."
    load_options() { echo "--connections $1 --requests 1 --path /sleep/5"; }
}

experiment_slow-clients() {
    title="Slow clients"
    done="8 clients ask for /hello as fast as they can, a connection per request. Beside them are
clients who send each request drop by drop, over 200 ms."
    x_label="slow clients beside the 8" x_noun="slow clients"
    x_values="0 4 16 64" full_x_values="0 1 2 4 8 16 32 64"
    plots="throughput:most p99:least"
    why="Whoever serves a slow client waits for its drops. In 01 all others wait as well; in 04 it takes a
worker, until none is left. A process or a thread of its own waits alone, and 05 does not wait for
anybody: it reads what there is and goes on."
    load_options() { echo "--connections 8 --requests 1 --slow $1 --drip 200"; }
}

experiment_idle-crowd() {
    title="Idle crowd"
    done="8 clients ask for /hello over persistent connections, among others who have connected
before them and say nothing."
    x_label="idle clients beside the 8" x_noun="idle clients"
    x_values="0 10 100 1000" full_x_values="0 1 10 100 1000 5000"
    plots="throughput:most cost:growth memory:slope"
    why="An idle client takes the only place in 01 and a worker in 04; memory in 02 and 03; and in 05 a
little time of every select(), which looks at all descriptors up to the highest. 05 cannot have 5,000,
since an fd_set ends at FD_SETSIZE, and 02 not more than its table of 4,096 children."
    load_options() { echo "--connections 8 --requests 0 --warm-up-limit 1 --idle $1 --timeout 3"; }
    server_options() {
        case $1 in
        02-fork) echo "--timeout 60 --max-clients 4096" ;;
        03-thread-per-conn) echo "--timeout 60 --max-clients 6000" ;;
        *) echo "--timeout 60" ;;
        esac
    }
}

experiment_offered-load() {
    title="Offered load"
    done="Requests for /hello come at a fixed rate, each on a connection of its own, whether those
before are answered or not (an open loop), but at most 512 at a time. Latency counts from the time
a request was due."
    x_label="requests due a second" x_noun="requests due a second"
    x_values="1000 4000 16000" full_x_values="1000 2000 4000 6000 8000 12000 16000 24000"
    plots="p50:least p99:knee throughput:most"
    why="Beyond its limit the queue of a server grows for as long as
the load lasts, and so does the latency: it is a matter of time, not of the server any more. A closed
loop never shows this, since its clients wait for the server."
    load_options() { echo "--connections 512 --requests 1 --rate $1"; }
}

experiment_process-control() {
    title="Process control"
    done="The clients make 1,000 connections each and ask for 4,000 bytes on each of them."
    x_label="clients" x_noun="clients"
    x_values="5" full_x_values="5"
    plots=""
    why="All servers do the same work for a request. So the CPU time that a server takes more than 01 is
what it pays for its processes or threads: the measure of UNIX Network Programming (Stevens, Fenner,
Rudoff), figure 30.1."
    load_seconds=30
    load_options() { echo "--connections $1 --requests 1 --rounds 1000 --reply 4000 --warm-up 0"; }
}

# Sets what an experiment may leave out, and then the experiment.
declare_experiment() {
    floor=
    load_seconds=
    server_options() { :; }
    "experiment_$1"
    [ -n "$full" ] && x_values=$full_x_values
    [ -n "$clients" ] && x_values=$clients
    [ -n "$load_seconds" ] || load_seconds=$seconds
}
