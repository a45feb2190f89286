# loses: crowd/that_would_need_descriptors_beyond_FD_SETSIZE_corrupts_nothing
# Nothing keeps descriptors below FD_SETSIZE.
s/clients_limit_descriptors(FD_SETSIZE);//
