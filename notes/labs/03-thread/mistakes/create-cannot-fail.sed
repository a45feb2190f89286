# loses: resources/one_process_or_thread_cannot_be_had_and_costs_one_client_a_503
# pthread_create() returns its error; it does not return -1.
s/serve, client) != 0)/serve, client) == -1)/
