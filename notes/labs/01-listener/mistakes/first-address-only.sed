# loses: listener/an_address_that_this_machine_lacks_is_passed_over
# The first address that fails is the end, even if this machine just does not have it.
s/if (errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL)/if (true)/
