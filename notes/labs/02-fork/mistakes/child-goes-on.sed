# loses: lab02/a_child_serves_one_client_and_ends_without_a_word fork/different_clients_are_served_by_different_processes_at_once? signals/sigterm_at_every_moment
# The child does not end after its client, and runs on into the parent's loop.
s/_exit(0);/break;/
