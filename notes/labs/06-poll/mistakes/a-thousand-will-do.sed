# loses: poll/five_thousand_idle_clients_are_held_and_others_served
# The lists are as long as those of select() were.
s/\.max_clients = 8192/.max_clients = 1008/
