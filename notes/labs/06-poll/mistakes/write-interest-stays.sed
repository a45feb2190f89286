# loses: poll/it_does_not_spin_while_clients_are_idle
# Write interest is not taken back after the first reply: a socket that owes nothing is nearly always
# ready for writing, and poll() returns at once, for ever.
s/== CLIENT_SENDING ? POLLOUT : POLLIN;/== CLIENT_SENDING ? POLLOUT : client->requests > 0 ? POLLIN | POLLOUT : POLLIN;/
