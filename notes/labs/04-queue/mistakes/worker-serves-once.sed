# loses: lab04/a_worker_serves_one_client_after_the_other
# A worker that ends after its first client: the pool shrinks to nothing.
s/for (struct client \*client; (client = queue_pop(&queue)) != NULL;)/for (struct client *client = queue_pop(\&queue); client != NULL; client = NULL)/
