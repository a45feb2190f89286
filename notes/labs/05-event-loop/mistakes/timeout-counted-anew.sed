# loses: lab05/the_deadline_of_a_silent_client_is_kept_while_others_are_busy crowd/that_would_need_descriptors_beyond_FD_SETSIZE_corrupts_nothing?
# The same timeout for each select(), and deadlines only when it is over: with traffic it never is.
s/clock_timeval(wake - now)/clock_timeval(server.options.timeout)/
s/if (now >= next_deadline)/if (ready == 0)/
