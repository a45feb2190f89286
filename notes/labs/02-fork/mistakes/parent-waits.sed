# loses: fork/different_clients_are_served_by_different_processes_at_once fork/a_killed_child_harms_nobody_and_is_counted_out fork/at_the_limit_the_next_client_waits_and_is_then_served fork/no_zombie_is_left_even_when_many_children_end_together lab02/the_parent_has_no_more_descriptors_after_twenty_clients
# The parent waits for its child: an iterative server, with the cost of a fork.
s/^            close(client.descriptor);/            close(client.descriptor), children_wait_below(1);/
