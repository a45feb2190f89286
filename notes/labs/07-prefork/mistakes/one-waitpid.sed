# loses: prefork/workers_killed_together_are_all_reaped_and_replaced
# One waitpid() for each signal; but several ends may be one signal.
s/for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;)/pid_t child = waitpid(-1, \&status, WNOHANG);/
s/if (children_reaped(child) \&\& WIFEXITED/if (child > 0 \&\& children_reaped(child) \&\& WIFEXITED/
