# loses: queue/clients_come_out_in_the_order_in_which_they_went_in
# A stack: who came last is served first, and who came first waits for ever.
s/client = queue->ring\[queue->first\];/client = queue->ring[(queue->first + queue->count - 1) % queue->size];/
s/queue->first = (queue->first + 1) % queue->size;//
