# loses: together/the_loop_sleeps_while_a_worker_works
# The loop waits for room although it owes no reply, and there nearly always is room.
s/client->state == CLIENT_SENDING ? POLLOUT : POLLIN/POLLIN | POLLOUT/
