# loses: udp/a_datagram_from_a_stranger_is_no_reply
# The socket is not connected, and the sender is not looked at.
s/connect(descriptor, a->ai_addr, a->ai_addrlen) == -1/(memcpy(\&server_address, a->ai_addr, a->ai_addrlen), server_length = a->ai_addrlen) == 0/
s/^static int64_t first_timeout/static struct sockaddr_storage server_address; static socklen_t server_length;\
static int64_t first_timeout/
s/send(descriptor, request, length, 0);/sendto(descriptor, request, length, 0, (struct sockaddr *)\&server_address, server_length);/
