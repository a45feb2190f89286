# loses: client/the_next_address_is_tried_when_one_refuses client/an_address_that_never_answers_costs_its_own_time_only client/a_socket_that_did_not_connect_is_closed
# Only the first address of the list is tried.
s/a != NULL; a = a->ai_next/a == list; a = a->ai_next/
