# loses: udp/datagrams_of_any_size_come_back_unchanged
# The buffer has the size that Ethernet has: the rest of a longer datagram is lost.
s/MOST = 65536/MOST = 1500/
