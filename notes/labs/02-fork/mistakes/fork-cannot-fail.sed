# loses: resources/one_process_or_thread_cannot_be_had_and_costs_one_client_a_503
# What if there is no process to be had?
s/case -1:/case -2:/
