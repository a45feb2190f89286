# loses: events/a_client_is_served_at_once_among_silent_and_deaf_ones
# The listener blocks, and so do the sockets that come from it.
s/if (!server_set_non_blocking(&server))/if (false)/
