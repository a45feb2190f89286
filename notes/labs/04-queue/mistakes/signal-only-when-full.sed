# loses: explore/places
# A pop signals only if the queue was full.
s/        pthread_cond_signal(&queue->not_full);/        if (queue->count + 1 == queue->size) pthread_cond_signal(\&queue->not_full);/
