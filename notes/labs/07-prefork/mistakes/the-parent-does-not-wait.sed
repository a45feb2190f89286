# loses: prefork/sigterm_ends_every_worker_and_finishes_the_reply_in_progress signals/sigterm_at_every_moment
# The parent ends and leaves its workers alone.
s/^    children_wait_below(1);$//
