# loses: lab03/a_thread_that_has_ended_leaves_no_stack_behind explore/serve
# The thread is neither detached nor joined: its stack is never freed.
s/pthread_create(&thread, &detached/pthread_create(\&thread, NULL/
