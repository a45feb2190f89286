# loses: lab05/a_request_in_two_pieces_is_put_together
# The step is done on a copy of the client: what it remembers is lost.
s/conversation_step(&server, serving\[descriptor\]);/struct client copy = *serving[descriptor]; conversation_step(\&server, \&copy); serving[descriptor]->state = copy.state;/
