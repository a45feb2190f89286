# loses: queue/a_pop_that_is_woken_for_nothing_waits_on explore/clients explore/one
# "if" instead of "while" around the wait of queue_pop().
s/while (queue->count == 0 \&\& !queue->closed)/if (queue->count == 0 \&\& !queue->closed)/
