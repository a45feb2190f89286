# loses: listener/listens_on_ipv6 listener/listens_to_ipv4_as_well_on_every_ipv6_interface
# AF_INET whatever family the address has: a machine with IPv6 refuses to bind it.
s/socket(a->ai_family, /socket(AF_INET, /
