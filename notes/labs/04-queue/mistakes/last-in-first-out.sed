# loses: queue/clients_come_out_in_the_order_in_which_they_went_in queue/a_closed_queue_still_hands_out_what_is_in_it queue/a_push_into_a_full_queue_waits_for_a_pop
# A stack: the server serves the last client first, and the first client waits for ever.
s/client = queue->ring\[queue->first\];/client = queue->ring[(queue->first + queue->count - 1) % queue->size];/
s/queue->first = (queue->first + 1) % queue->size;//
