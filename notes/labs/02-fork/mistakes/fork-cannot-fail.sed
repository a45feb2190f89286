# loses: resources/one_process_or_thread_fails_and_one_client_gets_503
# What if there is no process to be had?
s/case -1:/case -2:/
