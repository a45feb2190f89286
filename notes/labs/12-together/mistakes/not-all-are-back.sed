# loses: together/sigterm_finishes_the_work_in_progress
# The loop ends when it watches nobody, though workers have clients.
s/clients.free_count < clients.total/count > FIRST/
