# loses: lab02/each_client_is_counted_out_once
# The child counts its client as departed, and the parent does it again.
s/_exit(0);/server_close(\&server, \&client), _exit(0);/
