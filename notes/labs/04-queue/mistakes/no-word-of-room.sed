# loses: queue/a_push_into_a_full_queue_waits_for_a_pop
# queue_pop() tells nobody that there is room again.
s/pthread_cond_signal(&queue->not_full);//
