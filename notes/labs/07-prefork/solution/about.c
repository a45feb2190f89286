/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"

const struct stage this_stage = {
    .name = "07-prefork",
    .model = "concurrent, a pool of processes (prefork)",
    .summary =
        "The server makes its processes before the first client comes. Each of them waits in "
        "accept() on the one listening socket, serves a client, and waits again. A crash costs one "
        "client, and the parent replaces the process; but the server never serves more clients at "
        "once than it has processes.",
    .picture = "parent    --fork--fork------------------reap--fork--\n"
               "               |     |                    |     |\n"
               "worker 1       +--accept=[client 1]=accept=[client 3]=\n"
               "worker 2             +--accept=[client 2]=+     +--accept\n",
    .workers = 8,
};
