# loses: events/at_the_limit_the_next_client_waits_and_is_then_served events/it_does_not_spin_while_clients_wait_at_the_limit ends/sigterm_ends_it_with_exit_status_0
# The listener is watched even when there is no struct for another client.
s/if (clients.free_count > 0 \&\& accept_at <= now)/if (accept_at <= now)/
