# loses: poll/it_does_not_spin_while_a_client_sends_but_does_not_read
# What nobody is going to receive now stays readable, and poll() returns at once.
s/== CLIENT_SENDING ? POLLOUT : POLLIN;/== CLIENT_SENDING ? POLLIN | POLLOUT : POLLIN;/
