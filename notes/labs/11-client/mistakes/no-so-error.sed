# loses: client/the_next_address_is_tried_when_one_refuses
# Ready to write is taken for connected.
s/getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length);/error = 0, (void)length;/
