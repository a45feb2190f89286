# loses: lab03/a_thread_that_has_ended_leaves_no_stack_behind
# Neither detached nor joined: its stack waits for somebody who will never ask.
s/pthread_create(&thread, &detached/pthread_create(\&thread, NULL/
