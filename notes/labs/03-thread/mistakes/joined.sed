# loses: threads/slow_work_of_one_client_does_not_delay_another threads/a_thread_ends_with_its_client threads/different_clients_are_served_by_different_threads_of_one_process threads/the_end_waits_for_every_thread
# main waits for each thread: an iterative server, with the cost of a thread.
s/PTHREAD_CREATE_DETACHED/PTHREAD_CREATE_JOINABLE/
/^            clients_return(&clients, client);/{
n
s/}/} else pthread_join(thread, NULL);/
}
