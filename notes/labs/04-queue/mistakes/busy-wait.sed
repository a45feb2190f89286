# loses: lab04/workers_without_a_client_use_no_cpu explore/clients explore/one
# A wait that never sleeps.
s/pthread_cond_wait(&queue->not_empty, &queue->lock);/pthread_mutex_unlock(\&queue->lock), pthread_mutex_lock(\&queue->lock);/
