# loses: listener/any_other_failure_is_not_hidden_by_a_later_address
# Whatever failed, the next address is tried, and hides the failure.
s/if (errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL)/if (false)/
