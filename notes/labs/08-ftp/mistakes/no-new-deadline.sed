# loses: ftp/a_transfer_that_nobody_comes_for_ends_and_the_session_goes_on
# After 426 the deadline stays in the past.
s/if (count == 0 || session->transfer.total/if (session->transfer.total/
