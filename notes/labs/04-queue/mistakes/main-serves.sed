# loses: model/as_many_workers_as_asked_for_serve_and_no_other_thread pool/a_full_queue_keeps_the_next_clients_in_the_kernel pool/n_clients_fill_the_pool_and_the_next_is_served_as_soon_as_one_leaves
# The workers wait for ever: main serves each client itself.
/^        queue_push(&queue, client);/c\
    {\
        conversation_run(\&server, client);\
        server_close(\&server, client);\
        clients_return(\&clients, client);\
    }
