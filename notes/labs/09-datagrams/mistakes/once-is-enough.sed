# loses: udp/a_hundred_requests_are_answered_under_20_percent_loss, udp/a_lost_request_is_sent_again_unchanged, udp/without_an_answer_the_client_gives_up_in_time, udp/a_port_where_nobody_listens_is_waited_for_without_spinning, udp/the_client_waits_twice_as_long_each_time
# What is lost is lost.
s/i < tries; i++/i < 1 + 0 * tries; i++/
