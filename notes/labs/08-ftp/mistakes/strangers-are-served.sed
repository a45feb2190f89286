# loses: ftp/nobody_else_s_data_connection_is_served
# The first client that connects gets the file.
s/if (!same_host(&peer, &control->peer))/if (!same_host(\&peer, \&peer))/
