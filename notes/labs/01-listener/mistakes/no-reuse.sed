# loses: end/it_can_be_started_again_at_once
# Without SO_REUSEADDR, the port stays taken by old connections in TIME_WAIT.
s/SO_REUSEADDR, 1/SO_REUSEADDR, 0/
