# loses: udp/a_reply_to_an_earlier_request_is_not_taken_for_this_one, udp/stray_datagrams_do_not_buy_more_time, udp/a_hundred_requests_are_answered_under_20_percent_loss
# The client takes any datagram for the reply.
s/received >= NUMBER \&\& memcmp(reply, request, NUMBER) == 0/received >= NUMBER/
