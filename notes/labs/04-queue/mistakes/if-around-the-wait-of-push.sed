# loses: queue/a_push_that_is_woken_for_nothing_waits_on explore/one
# "if" instead of "while" around the wait of queue_push().
s/while (queue->count == queue->size)/if (queue->count == queue->size)/
