# loses: lab03/clients_at_the_same_moment_get_each_its_own_answer
# The thread is given the address of main's variable, which is the next client's by the time it looks. (It
# sleeps a little, so that this is so each time.)
s/^static struct clients clients;/static struct clients clients; void clock_sleep(unsigned ms);/
s/^static void \*serve(void \*client)/static void *serve(void *address)/
s/^    conversation_run(&server, client);/    clock_sleep(20); struct client *client = *(struct client **)address; conversation_run(\&server, client);/
s/pthread_create(&thread, &detached, serve, client)/pthread_create(\&thread, \&detached, serve, \&client)/
