# loses: ftp/sigterm_finishes_the_transfer_in_progress
# The session looks at the flag and not at its transfer.
s/^        if (!session->transfer.running \&\&$/        if ((stop_requested() || !session->transfer.running) \&\&/
