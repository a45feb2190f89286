/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"

const struct stage this_stage = {
    .name = "06-poll",
    .model = "event-driven, I/O multiplexing with epoll",
    .summary = "One thread serves all clients. The kernel keeps the list of them, and epoll_wait() "
               "names only those that are ready. So idle clients cost memory but no time, "
               "however many there are. Linux only.",
    .picture = "          +----------- epoll_wait(): these are ready ---+\n"
               "          v                                           |\n"
               "      client 1: receive   client 7: send   client 3: receive\n"
               "      client 2, 4, 5, 6: not ready, so not touched\n",
    .max_clients = 8192,
    .most_clients = 65536,
};
