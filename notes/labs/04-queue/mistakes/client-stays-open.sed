# loses: lab04/a_client_that_was_served_is_closed
# The worker does not close its client.
/\[serve\]/,/\[\/serve\]/s/server_close(&server, client);//
