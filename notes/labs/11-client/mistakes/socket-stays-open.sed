# loses: client/a_socket_that_did_not_connect_is_closed
# A socket that could not connect is not closed.
/if (error == 0)/,/errno = error/s/^    close(descriptor);$//
