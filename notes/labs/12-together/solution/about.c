/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"

const struct stage this_stage = {
    .name = "12-together",
    .model = "an event loop in front of a pool of threads",
    .summary = "One thread watches all clients with poll(). A client that is ready goes to a "
               "worker for one step, and comes back. So neither a slow client nor slow work holds "
               "up the others, as long as a worker is free; but each step costs two hand-overs.",
    .picture = "      +--- poll(): who is ready? ---+        queue\n"
               "      v                             |       +-------+     +--> worker 1\n"
               "  client 1, 2, 4: silent    client 3 -----> | 3 | 7 | ----+--> worker 2 [a step]\n"
               "      ^                                     +-------+                 |\n"
               "      +--------------------- a byte in a pipe ------------------------+\n",
    .max_clients = 8192,
    .most_clients = 16384,
    .workers = 128,
};
