# loses: listener/a_port_in_use_is_an_error_and_leaves_no_descriptor
# The socket that could not be bound is not closed.
s/^            close(descriptor);$//
