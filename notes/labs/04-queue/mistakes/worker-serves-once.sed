# loses: lab04/a_worker_serves_one_client_after_the_other lab04/a_client_that_was_served_is_closed lab04/more_clients_than_there_are_structs_are_served_one_after_the_other pool/a_full_queue_keeps_the_next_clients_in_the_kernel pool/n_clients_fill_the_pool_and_the_next_is_served_as_soon_as_one_leaves
# A worker that ends after its first client: the pool shrinks to nothing.
s/for (struct client \*client; (client = queue_pop(&queue)) != NULL;)/for (struct client *client = queue_pop(\&queue); client != NULL; client = NULL)/
