# loses: prefork/a_killed_worker_is_replaced_and_the_others_go_on, prefork/workers_killed_together_are_all_reaped_and_replaced
# The pool is filled once, and never again.
s/^    while (!stop_requested() && !cannot_serve) {$/    for (unsigned made = 0; made < server.options.workers; made++) {/
