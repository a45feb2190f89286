# loses: ftp/a_transfer_that_nobody_comes_for_ends_and_the_session_goes_on
# After 426 the deadline stays in the past.
s/if (count == 0 || (count > 0 && ready\[1\].revents != 0))/if (count > 0 \&\& ready[1].revents != 0)/
