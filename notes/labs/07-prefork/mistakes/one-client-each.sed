# loses: prefork/a_worker_serves_one_client_after_another
# The worker serves one client and ends; the parent forks the next.
s/while (server_accept(&server, &client))/if (server_accept(\&server, \&client))/
