# loses: queue/a_closed_queue_still_hands_out_what_is_in_it explore/one
# Once it is closed, what is left in the queue is forgotten.
s/if (queue->count > 0) {/if (!queue->closed) {/
