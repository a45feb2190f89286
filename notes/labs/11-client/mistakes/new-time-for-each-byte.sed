# loses: client/bytes_now_and_then_do_not_move_the_deadline
# Each wait may take the whole time again.
s/wait_for(connection->descriptor, POLLIN, deadline)/wait_for(connection->descriptor, POLLIN, clock_now() + patience)/
