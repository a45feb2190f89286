# loses: poll/a_silent_client_is_cut_at_its_deadline_and_only_then, echo/a_silent_client_is_closed_at_its_deadline
# The loop does not look at the deadlines.
s/if (now >= next_deadline)/if (now < 0)/
