# loses: poll/it_does_not_spin_while_a_client_sends_but_does_not_read
# Bytes that the server does not receive now stay readable, so poll() returns at once.
s/== CLIENT_SENDING ? POLLOUT : POLLIN;/== CLIENT_SENDING ? POLLIN | POLLOUT : POLLIN;/
