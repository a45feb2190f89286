# loses: poll/it_does_not_spin_while_clients_are_idle, poll/it_does_not_spin_while_clients_wait_at_the_limit
# A socket that owes nothing is nearly always ready for writing: poll() returns at once, for ever.
s/== CLIENT_SENDING ? POLLOUT : POLLIN;/== CLIENT_SENDING ? POLLOUT : POLLIN | POLLOUT;/
