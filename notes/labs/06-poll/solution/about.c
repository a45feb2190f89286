/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"

const struct stage this_stage = {
    .name = "06-poll",
    .model = "event-driven, I/O multiplexing with poll()",
    .summary =
        "One thread serves all clients. It asks poll() which of them are ready, and does for each "
        "as much as it can without waiting. poll() takes a list of descriptors, so there is "
        "no FD_SETSIZE; but it still looks at all of them each time.",
    .picture = "          +--------------- poll(): who is ready? -----+\n"
               "          v                                           |\n"
               "      client 1: receive   client 7: send   client 3: receive\n"
               "      client 2, 4, 5, 6: not ready, so not touched\n",
    .max_clients = 8192,
    .most_clients = 65536,
};
