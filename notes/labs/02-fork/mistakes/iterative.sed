# loses: model/a_child_process_serves_each_client fork/different_clients_are_served_by_different_processes_at_once fork/a_killed_child_harms_nobody_and_is_counted_out fork/no_zombie_is_left_even_when_many_children_end_together resources/one_process_or_thread_fails_and_one_client_gets_503
# The parent serves each client itself.
/\[spawn\]/,/\[\/spawn\]/c\
        conversation_run(\&server, \&client);\
        server_close(\&server, \&client);
