# loses: client/a_line_that_is_too_long_is_an_error
# A long line is copied beyond its place.
s/if (length >= MOST_LINE) {/if (false) {/
