# loses: queue/a_push_waits_for_the_lock explore/clients explore/places explore/one
# queue_push() changes the queue, and signals, without the lock.
/\[queue-push\]/,/\[\/queue-push\]/{
/pthread_mutex_unlock/d
s/^    queue->ring/    pthread_mutex_unlock(\&queue->lock); queue->ring/
s/pthread_mutex_lock(&queue->lock);/if (queue->count == queue->size) pthread_mutex_lock(\&queue->lock);/
}
