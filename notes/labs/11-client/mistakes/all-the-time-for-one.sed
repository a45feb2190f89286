# loses: client/an_address_that_never_answers_costs_its_own_time_only
# The first address may use up the whole deadline.
s/until < deadline ? until : deadline/until > deadline ? until : deadline/
