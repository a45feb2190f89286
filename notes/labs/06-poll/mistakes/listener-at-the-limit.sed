# loses: poll/it_does_not_spin_while_clients_wait_at_the_limit
# The listener is watched though there is no room: the one thread waits for a free client for ever.
s/clients.free_count > 0 \&\& accept_at <= now/accept_at <= now/
