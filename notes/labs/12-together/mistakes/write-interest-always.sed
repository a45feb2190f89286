# loses: together/the_loop_sleeps_while_a_worker_works
# Room for a reply is waited for although none is owed, and there nearly always is.
s/client->state == CLIENT_SENDING ? POLLOUT : POLLIN/POLLIN | POLLOUT/
