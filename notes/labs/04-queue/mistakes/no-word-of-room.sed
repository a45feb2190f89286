# loses: queue/a_push_into_a_full_queue_waits_for_a_pop queue/a_push_that_is_woken_for_nothing_waits_on pool/a_full_queue_keeps_the_next_clients_in_the_kernel explore/places explore/one
# queue_pop() does not signal that there is room again.
s/pthread_cond_signal(&queue->not_full);//
