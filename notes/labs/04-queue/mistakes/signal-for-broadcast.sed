# loses: queue/closing_wakes_everyone_who_waits_for_a_client
# The end of the queue wakes one worker; the others sleep for ever.
s/pthread_cond_broadcast/pthread_cond_signal/
