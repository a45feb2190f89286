# loses: prefork/workers_killed_together_are_all_reaped_and_replaced
# One waitpid() for each signal; but several ends may be one signal.
s/for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;)/pid_t child; for (bool more = true; more \&\& (child = waitpid(-1, \&status, WNOHANG)) > 0; more = stop_requested())/
