# loses: fork/no_zombie_is_left_even_when_many_children_end_together end/sigterm_finishes_the_reply_in_progress fork/a_killed_child_harms_nobody_and_is_counted_out fork/at_the_limit_the_next_client_waits_and_is_then_served lab02/a_child_serves_one_client_and_ends_without_a_word signals/sigterm_at_every_moment ends/sigterm_ends_it_with_exit_status_0 lab02/each_client_is_counted_out_once
# The parent does not ask for the exit status of its children: zombies.
s/(child = waitpid(-1, NULL, WNOHANG)) > 0/(child = 0) > 0/
