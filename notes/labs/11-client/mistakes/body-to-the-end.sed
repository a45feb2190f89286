# loses: client/it_takes_no_more_than_the_length_says
# It prints all that has come, whatever the length says.
s/if (length > 0 \&\& (int64_t)size > length)/if (false)/
s/length -= length > 0 ? (int64_t)size : 0;/length = length > (int64_t)size ? length - (int64_t)size : length > 0 ? 0 : length;/
