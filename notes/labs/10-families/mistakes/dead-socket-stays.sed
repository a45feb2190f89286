# loses: families/a_socket_that_a_dead_server_left_is_replaced
# "In use" is believed, whoever left the name there.
s/^        if (is_left_behind(&address, type)) {/        if (is_left_behind(\&address, type) \&\& backlog < 0) {/
