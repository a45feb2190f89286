# loses: families/a_socket_that_a_dead_server_left_is_replaced
# The server believes "in use", even if a dead server left the name.
s/^        if (is_left_behind(&address, type)) {/        if (is_left_behind(\&address, type) \&\& backlog < 0) {/
