# loses: threads/different_clients_are_served_by_different_threads_of_one_process
# main calls the function that a thread should run.
s/pthread_create(&thread, &detached, serve, client)/(void)thread, serve(client) != NULL/
