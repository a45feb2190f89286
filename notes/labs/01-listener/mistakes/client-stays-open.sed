# loses: lab01/a_client_that_was_served_is_closed end/it_can_be_started_again_at_once
# The loop does not close the client that it has served.
/\[loop\]/,/\[\/loop\]/s/server_close(&server, &client);//
