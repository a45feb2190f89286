# loses: families/seqpacket_keeps_the_boundaries_of_messages, families/a_stream_client_is_no_client_of_a_seqpacket_server
# The type of the socket is the same for both.
s/socket(AF_UNIX, type, 0)/socket(AF_UNIX, SOCK_STREAM + 0 * type, 0)/
