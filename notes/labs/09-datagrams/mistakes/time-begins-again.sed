# loses: udp/stray_datagrams_do_not_buy_more_time
# Each datagram, whatever it is, begins the wait anew.
s/^        ignored += received >= 0;/        if (received >= 0) deadline = clock_now() + first_timeout;/
