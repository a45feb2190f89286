# loses: together/sigterm_finishes_the_work_in_progress
# The loop ends when it watches no client, although workers still have clients.
s/clients.free_count < clients.total/count > FIRST/
