# loses: lab01/the_kernel_s_queue_is_as_long_as_backlog_says
# A backlog of one, whatever was asked for.
s/listen(descriptor, backlog)/listen(descriptor, ((void)backlog, 1))/
