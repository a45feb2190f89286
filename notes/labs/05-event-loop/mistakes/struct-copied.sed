# loses: lab05/a_request_in_two_pieces_is_put_together events/a_hundred_slow_clients_are_served_interleaved_by_one_thread events/it_does_not_spin_while_clients_are_idle lab05/a_reply_larger_than_the_kernel_s_buffer_arrives_whole
# The step is done on a copy of the client: what it remembers is lost.
s/conversation_step(&server, serving\[descriptor\]);/struct client copy = *serving[descriptor]; conversation_step(\&server, \&copy); serving[descriptor]->state = copy.state;/
