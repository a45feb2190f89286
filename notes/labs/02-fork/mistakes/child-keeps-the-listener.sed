# loses: lab02/the_child_closes_the_listening_socket
# The child keeps the listening socket.
s/close(server.listener);/;/
