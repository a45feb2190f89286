# loses: lab03/clients_at_the_same_moment_get_each_its_own_answer lab03/a_client_that_has_left_leaves_no_descriptor_behind lab03/a_thread_that_has_ended_leaves_no_stack_behind resources/one_process_or_thread_fails_and_one_client_gets_503 threads/a_thread_ends_with_its_client threads/at_the_limit_the_next_client_waits_and_is_then_served threads/different_clients_are_served_by_different_threads_of_one_process threads/slow_work_of_one_client_does_not_delay_another threads/the_end_waits_for_every_thread explore/serve model/a_thread_of_its_own_serves_each_client
# The thread is given the address of main's variable, which is the next client's by the time it looks. (It
# sleeps a little, so that this is so each time.)
s/^static struct clients clients;/static struct clients clients; void clock_sleep(unsigned ms);/
s/^static void \*serve(void \*client)/static void *serve(void *address)/
s/^    conversation_run(&server, client);/    clock_sleep(20); struct client *client = *(struct client **)address; conversation_run(\&server, client);/
s/pthread_create(&thread, &detached, serve, client)/pthread_create(\&thread, \&detached, serve, \&client)/
