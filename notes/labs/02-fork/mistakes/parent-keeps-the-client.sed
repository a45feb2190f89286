# loses: lab02/the_parent_closes_its_copy_so_that_the_client_sees_the_end fork/a_killed_child_harms_nobody_and_is_counted_out lab02/the_parent_has_no_more_descriptors_after_twenty_clients
# The parent keeps its copy of the client's descriptor.
s/^            close(client.descriptor);/            break;/
