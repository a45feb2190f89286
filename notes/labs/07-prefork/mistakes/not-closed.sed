# loses: http/clients_now_goes_down_when_clients_leave
# The client's descriptor stays open in a process that lives on: it leaks, and the peer sees no end.
s/^        server_close(&server, &client);$//
