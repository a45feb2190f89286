# loses: model/one_thread_serves_two_clients_at_once events/a_hundred_slow_clients_are_served_interleaved_by_one_thread
# A thread for each client, and no loop.
/^int main(/i\
#include <pthread.h>\
#include "common/server/conversation_run.h"\
static void *thread_of_its_own(void *client)\
{\
    conversation_run(\&server, client);\
    server_close(\&server, client);\
    clients_return(\&clients, client);\
    return NULL;\
}
/\[prepare\]/,/\[\/prepare\]/d
/^    if (run() != 0)/,/server.exit_status = 1;/c\
    (void)run;\
    for (struct client *client; server_accept(\&server, client = clients_take(\&clients));) {\
        pthread_t thread;\
        if (pthread_create(\&thread, NULL, thread_of_its_own, client) == 0)\
            pthread_detach(thread);\
    }
