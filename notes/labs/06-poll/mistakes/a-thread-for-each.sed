# loses: model/one_thread_serves_two_clients_at_once poll/one_process_and_one_thread_serve_a_hundred_clients_at_once options/two_colons_are_every_interface_ipv6_and_ipv4? poll/a_client_is_served_at_once_among_silent_and_deaf_ones? poll/sigterm_finishes_the_reply_in_progress?
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
/^    if (!server_set_non_blocking/,/^        return/d
/^    run();/c\
    (void)run;\
    for (struct client *client; server_accept(\&server, client = clients_take(\&clients));) {\
        pthread_t thread;\
        if (pthread_create(\&thread, NULL, thread_of_its_own, client) == 0)\
            pthread_detach(thread);\
    }
