# loses: client/a_body_of_no_bytes_is_not_waited_for client/it_takes_no_more_than_the_length_says? client/it_prints_the_body_of_a_reply?
# It asks for more before it looks whether it has enough.
s/^    while (length != 0) {$/    if (receive_more(connection) < 0)\n        return false;\n&/
