# loses: explore/serve
# The struct goes back before its client is closed, so the next client may come into it meanwhile.
/\[serve\]/,/\[\/serve\]/{
s/    clients_return(&clients, client);//
s/    server_close(&server, client);/    clients_return(\&clients, client);\n    server_close(\&server, client);/
}
