# loses: client/a_head_may_be_longer_than_the_buffer
# What is there is never moved to the front of the buffer.
s/if (connection->start > 0) {/if (false) {/
