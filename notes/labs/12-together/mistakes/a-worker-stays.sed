# loses: together/slow_and_silent_clients_take_no_worker model/workers_serve_more_clients_at_once_than_they_are
# A worker goes on with its client until it has ended.
s/^        conversation_step(&server, client);/        while (client->state != CLIENT_ENDED) conversation_step(\&server, client);/
