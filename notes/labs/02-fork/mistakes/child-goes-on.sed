# loses: lab02/a_child_serves_one_client_and_ends_without_a_word fork/different_clients_are_served_by_different_processes_at_once? signals/sigterm_at_every_moment end/sigterm_finishes_the_reply_in_progress ends/sigterm_ends_it_with_exit_status_0 fork/no_zombie_is_left_even_when_many_children_end_together lab02/each_client_is_counted_out_once
# The child does not end after its client, and runs on into the parent's loop.
s/_exit(0);/break;/
