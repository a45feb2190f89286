# loses: explore/clients
# A push signals only if the queue was empty: after two pushes in a row one worker sleeps beside a waiting client.
s/    pthread_cond_signal(&queue->not_empty);/    if (queue->count == 1) pthread_cond_signal(\&queue->not_empty);/
