/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"

const struct stage this_stage = {
    .name = "01-iterative",
    .model = "iterative: one client at a time",
    .summary = "While one client is served, the next ones wait in the kernel's queue. This is "
               "the simplest server, and a short request costs least here; but one slow client "
               "holds up all the others.",
    .picture = "client 1 ====[served]====\n"
               "client 2 ................====[served]====\n"
               "client 3 ................................====[served]====\n"
               "         accept          accept          accept\n",
};
