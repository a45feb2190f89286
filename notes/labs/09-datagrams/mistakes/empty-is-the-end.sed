# loses: udp/an_empty_datagram_is_a_datagram_and_no_end
# 0 is taken for the end of input, as in TCP.
s/^        if (is_a_server(&peer))/        if (size == 0) break;\
        if (is_a_server(\&peer))/
