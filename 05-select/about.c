/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"

#include <sys/select.h>

const struct stage this_stage = {
    .name = "05-select",
    .model = "event-driven, I/O multiplexing with select()",
    .summary =
        "One thread serves all clients. It asks select() which of them are ready, and does for "
        "each as much as it can without waiting. A slow client costs only an entry in a table; "
        "but slow work holds up all clients, and select() cannot watch a descriptor above "
        "FD_SETSIZE - 1.",
    .picture = "          +--------------- select(): who is ready? ---+\n"
               "          v                                           |\n"
               "      client 1: receive   client 7: send   client 3: receive\n"
               "      client 2, 4, 5, 6: not ready, so not touched\n",
    .max_clients = FD_SETSIZE - 16, /* some descriptors are not clients */
    .most_clients = FD_SETSIZE - 16,
};
