# loses: fork/no_zombie_is_left_even_when_many_children_end_together
# Nobody asks for the exit status of the children: zombies.
s/(child = waitpid(-1, NULL, WNOHANG)) > 0/(child = 0) > 0/
