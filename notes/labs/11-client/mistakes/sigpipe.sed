# loses: client/a_server_that_leaves_does_not_kill_the_client
# A write to a connection that is gone ends the program.
s/MSG_NOSIGNAL/0/
