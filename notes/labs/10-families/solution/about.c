/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"
#include "common/server/stop.h"

const struct stage this_stage = {
    .name = "10-families",
    .model = "concurrent, a process per connection, on any family",
    .summary =
        "Like 02-fork; but with --address unix:PATH it listens on a UNIX-domain socket, and with "
        "--address seqpacket:PATH on one that keeps the boundaries of messages.",
    .picture = "",
    .max_clients = 512,
    .most_clients = STOP_MOST_CHILDREN,
};
