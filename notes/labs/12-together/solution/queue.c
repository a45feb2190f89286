/* queue.c - 04's queue, as it is. */
#include "04-thread-pool/queue.c"
