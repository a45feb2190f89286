# loses: client/a_large_request_arrives_whole
# What send() did not take is left out.
s/bytes += sent, size -= (size_t)sent;/size = 0;/
