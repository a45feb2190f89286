# loses: threads/slow_work_of_one_client_does_not_delay_another
# main waits for each thread: an iterative server, with the cost of a thread.
s/PTHREAD_CREATE_DETACHED/PTHREAD_CREATE_JOINABLE/
/^            clients_return(&clients, client);/{
n
s/}/} else pthread_join(thread, NULL);/
}
