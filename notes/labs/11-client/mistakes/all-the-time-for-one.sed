# loses: client/an_address_that_never_answers_costs_its_own_time_only client/addresses_that_never_answer_end_at_the_deadline
# The first address may use up the whole deadline.
s/until < deadline ? until : deadline/until > deadline ? until : deadline/
