/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"

const struct stage this_stage = {
    .name = "04-thread-pool",
    .model = "concurrent, a fixed pool of threads and a bounded queue",
    .summary =
        "A few worker threads are started once. The main thread accepts clients and puts them "
        "into a queue, from which the next free worker takes one. No client waits "
        "until a thread is created, and never more than these threads work at once; but as many "
        "slow clients as there are workers hold up all the others.",
    .picture = "              queue\n"
               "main --accept--> [ 5 | 4 | 3 ] --> worker 1 ==[serves client 1]==\n"
               "                                 --> worker 2 ==[serves client 2]==\n"
               "                 full: no accept     (N workers, no more)\n",
    .workers = 8,
    .queue = 64,
};
