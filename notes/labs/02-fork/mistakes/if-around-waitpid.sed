# loses: fork/no_zombie_is_left_even_when_many_children_end_together
# One waitpid() for each SIGCHLD: but one signal can stand for several children.
s/for (pid_t child; (child = waitpid(-1, NULL, WNOHANG)) > 0;)/for (pid_t child = waitpid(-1, NULL, WNOHANG); child > 0; child = 0)/
