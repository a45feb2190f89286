# loses: lab05/a_reply_larger_than_the_kernel_s_buffer_arrives_whole events/it_does_not_spin_while_a_client_sends_but_does_not_read events/it_does_not_spin_while_clients_are_idle
# A client with output owed is watched for reading.
s/if (client->state == CLIENT_SENDING)/if (false)/
