# loses: client/a_server_that_speaks_only_ipv6_is_found
# AF_INET whatever family the address has.
s/socket(address->ai_family,/socket(AF_INET,/
