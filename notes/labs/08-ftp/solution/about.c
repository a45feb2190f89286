/* about.c - what this server says of itself: --help. */
#include "common/service/stage.h"
#include "common/server/stop.h"

const struct stage this_stage = {
    .name = "08-ftp",
    .model = "concurrent, a process per connection, two channels each (FTP)",
    .summary =
        "A small FTP server (RFC 959): commands go over one connection, each file over another.",
    .picture = "",
    .max_clients = 64,
    .most_clients = STOP_MOST_CHILDREN,
};
