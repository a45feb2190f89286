# loses: lab02/the_parent_closes_its_copy_so_that_the_client_sees_the_end
# The parent keeps its copy of the client's descriptor.
s/^            close(client.descriptor);/            break;/
