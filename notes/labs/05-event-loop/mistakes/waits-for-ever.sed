# loses: clients/one_that_never_writes_is_cut_at_its_deadline crowd/that_would_need_descriptors_beyond_FD_SETSIZE_corrupts_nothing
# select() without a timeout: while no client is ready, the loop never looks at a deadline.
s/wake == NO_DEADLINE ? NULL : &wait/((void)wait, NULL)/
