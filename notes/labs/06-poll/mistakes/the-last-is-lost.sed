# loses: poll/whoever_leaves_in_the_midst_disturbs_nobody, poll/five_thousand_idle_clients_are_held_and_others_served
# Whoever leaves is not replaced in the list of descriptors: the last client is no longer watched.
/serving\[at\] = serving\[count\];/d
/watched\[at\] = watched\[count\];/d
