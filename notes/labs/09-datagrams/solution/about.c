/* about.c - what this server says of itself: --help. */
#include "common/service/stage.h"

const struct stage this_stage = {
    .name = "09-datagrams",
    .model = "iterative, datagrams (UDP)",
    .summary = "The echo service (RFC 862) over UDP: no connection, and no accept.",
    .picture = "",
};
