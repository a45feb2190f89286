# loses: resources/one_process_or_thread_fails_and_one_client_gets_503
# The server does not handle a fork that fails.
s/case -1:/case -2:/
