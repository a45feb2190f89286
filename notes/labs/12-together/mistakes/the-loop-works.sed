# loses: together/slow_work_holds_up_nobody_while_a_worker_is_free together/slow_work_is_done_n_at_a_time model/workers_serve_more_clients_at_once_than_they_are
# The loop does the step itself.
s/queue_push(&to_workers, unwatch(at));/{ struct client *client = unwatch(at); conversation_step(\&server, client); settle(client); }/
