# loses: fork/a_killed_child_harms_nobody_and_is_counted_out lab02/each_client_is_counted_out_once
# The parent does not count the client of a child that has ended as departed.
s/atomic_fetch_add(&server.context.counters->departed, 1);/;/
