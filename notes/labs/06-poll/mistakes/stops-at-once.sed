# loses: poll/sigterm_finishes_the_reply_in_progress
# The loop ends with the signal, and with it the replies in progress.
s/while (accept_at != NO_DEADLINE || count > 1)/while (accept_at != NO_DEADLINE)/
