# loses: lab03/a_client_that_has_left_leaves_no_descriptor_behind explore/serve
# The thread does not close its client.
/\[serve\]/,/\[\/serve\]/s/server_close(&server, client);//
