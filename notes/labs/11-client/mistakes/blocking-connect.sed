# loses: client/an_address_that_never_answers_costs_its_own_time_only client/a_silent_server_is_given_up_at_the_deadline? client/a_large_request_arrives_whole? client/a_server_that_never_reads_is_given_up_at_the_deadline client/addresses_that_never_answer_end_at_the_deadline
# The socket blocks, so connect() waits as long as the kernel tries.
s/fcntl(descriptor, F_SETFL, O_NONBLOCK);//
