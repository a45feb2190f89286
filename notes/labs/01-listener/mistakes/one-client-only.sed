# loses: lab01/one_client_after_the_other_is_served lab01/a_client_that_was_served_is_closed http/every_route_answers iterative/a_second_client_is_served_when_the_first_has_left_and_not_before iterative/a_silent_client_holds_up_the_next_until_its_deadline options/port_0_takes_a_free_port_and_says_which
# "if" for "while": the server ends after its first client.
s/while (server_accept(&server, &client))/if (server_accept(\&server, \&client))/
