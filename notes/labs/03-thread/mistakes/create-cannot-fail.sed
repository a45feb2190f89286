# loses: resources/one_process_or_thread_fails_and_one_client_gets_503 explore/serve
# pthread_create() returns its error; it does not return -1.
s/serve, client) != 0)/serve, client) == -1)/
