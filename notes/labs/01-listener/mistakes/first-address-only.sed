# loses: listener/an_address_that_this_machine_lacks_is_passed_over
# The first address that fails is the end, even if the machine only lacks that one.
s/if (errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL)/if (true)/
