/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"
#include "common/server/stop.h"

const struct stage this_stage = {
    .name = "02-fork",
    .model = "concurrent, a process per connection",
    .summary =
        "For each client the server makes a copy of itself with fork(). The child serves the "
        "client and exits; the parent goes back to accept the next. One client cannot "
        "disturb another, not even by crashing its process; but a new process costs more "
        "than the answer to a small request.",
    .picture = "server  --accept--fork--accept--fork--------reap--reap--\n"
               "                  |             |            |     |\n"
               "child 1           +==[serves client 1]=======+     |\n"
               "child 2                         +==[serves 2]======+\n",
    .max_clients = 512,
    .most_clients = STOP_MOST_CHILDREN,
};
