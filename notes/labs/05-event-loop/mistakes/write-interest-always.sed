# loses: events/it_does_not_spin_while_clients_are_idle events/it_does_not_spin_while_clients_wait_at_the_limit
# Each client is always in the set `writing`, and a socket is nearly always ready for that.
s/FD_CLR(descriptor, &writing);/FD_SET(descriptor, \&writing);/
