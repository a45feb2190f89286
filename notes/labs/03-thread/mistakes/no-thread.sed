# loses: threads/different_clients_are_served_by_different_threads_of_one_process threads/a_thread_ends_with_its_client threads/slow_work_of_one_client_does_not_delay_another threads/the_end_waits_for_every_thread model/a_thread_of_its_own_serves_each_client resources/one_process_or_thread_fails_and_one_client_gets_503
# main calls the function that a thread should run.
s/pthread_create(&thread, &detached, serve, client)/(void)thread, serve(client) != NULL/
