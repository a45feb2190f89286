# loses: udp/the_client_waits_twice_as_long_each_time
# It asks again as fast as the first time, however full the network is.
s/i++, timeout \*= 2/i++/
