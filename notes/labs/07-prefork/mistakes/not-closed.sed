# loses: http/clients_now_goes_down_when_clients_leave, echo/a_silent_client_is_closed_at_its_deadline, echo/the_ready_line_names_the_service, http/head_gets_the_same_head_and_no_body, http/http_1_0_closes_unless_asked_to_stay, http/requests_in_one_segment_are_answered_in_order
# The client's descriptor stays open in a process that lives on: it leaks, and the peer sees no end.
s/^        server_close(&server, &client);$//
