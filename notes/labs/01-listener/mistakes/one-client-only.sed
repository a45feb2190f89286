# loses: lab01/one_client_after_the_other_is_served
# "if" for "while": the server ends after its first client.
s/while (server_accept(&server, &client))/if (server_accept(\&server, \&client))/
