# loses: client/it_prints_the_body_of_a_reply client/it_takes_no_more_than_the_length_says client/without_a_length_the_body_goes_to_the_end client/a_body_that_ends_early_is_an_error client/a_large_request_arrives_whole client/the_next_address_is_tried_when_one_refuses client/an_address_that_never_answers_costs_its_own_time_only client/a_server_that_speaks_only_ipv6_is_found
# What came behind the line is thrown away.
s/connection->start += length + 1;/connection->start = connection->end;/
