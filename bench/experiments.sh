# experiments.sh - what "make bench" measures. Each experiment is a function that says its title, what
# varies (x_label, x_values), how long each point is measured, and what the load generator is to do at
# one point: load_options X. The report's two sentences: what was done, what to see.
# shellcheck shell=bash disable=SC2034,SC2317 # used by run.sh

ALL_EXPERIMENTS="short"

experiment_short() {
    title="Short connections"
    x_label="clients at the same time"
    x_values="1 2 4 8 16 32 64 128 256"
    done="Each client connects, sends one request for /hello, reads the reply, and starts again."
    see="A connection costs the same to accept everywhere; what differs is what it costs to find
somebody to serve it: nothing in 01 and 05, a hand-over in 04, a thread in 03, a process in 02."
    load_options() {
        echo "--connections $1 --requests 1 --path /hello"
    }
}
