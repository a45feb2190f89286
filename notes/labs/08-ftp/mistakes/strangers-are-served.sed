# loses: ftp/nobody_else_s_data_connection_is_served
# Whoever connects first gets the file.
s/if (!same_host(&peer, &control->peer))/if (!same_host(\&peer, \&peer))/
