# loses: queue/closing_wakes_everyone_who_waits_for_a_client explore/one ends/sigterm_ends_it_with_exit_status_0
# The end of the queue wakes one worker; the others sleep for ever.
s/pthread_cond_broadcast/pthread_cond_signal/
