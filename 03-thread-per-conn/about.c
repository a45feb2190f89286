/* about.c - what this server says of itself: --help, and the page at "/". */
#include "common/service/stage.h"

const struct stage this_stage = {
    .name = "03-thread-per-conn",
    .model = "concurrent, a thread per connection",
    .summary =
        "For each client the server starts a thread, which serves it and ends. A thread costs "
        "a fraction of a process, because it shares all the memory. That is its danger, too: "
        "memory that one thread damages is damaged for all.",
    .picture = "main      --accept--create--accept--create----------\n"
               "                    |               |\n"
               "thread 1            +==[serves client 1]====(ends)\n"
               "thread 2                            +==[serves 2]==(ends)\n",
    .max_clients = 1000,
    .most_clients = 20000,
};
