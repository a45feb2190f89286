# loses: poll/whoever_leaves_in_the_midst_disturbs_nobody, poll/five_thousand_idle_clients_are_held_and_others_served
# The last client does not take the place of the one that leaves: the loop no longer watches it.
/serving\[at\] = serving\[count\];/d
/watched\[at\] = watched\[count\];/d
