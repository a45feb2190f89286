# loses: fork/different_clients_are_served_by_different_processes_at_once
# The parent waits for its child: an iterative server, with the cost of a fork.
s/^            close(client.descriptor);/            close(client.descriptor), children_wait_below(1);/
