# loses: client/a_body_that_ends_early_is_an_error
# The end of the stream is taken for the end of the body.
s/return more == 0 \&\& length == -1;/return more == 0;/
