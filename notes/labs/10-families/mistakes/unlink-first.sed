# loses: families/a_socket_that_somebody_listens_on_is_left_alone, families/a_file_that_is_no_socket_is_left_alone
# The server removes any file at the path.
s/^    int result = bind_to(descriptor, &address);/    unlink(path);\
    int result = bind_to(descriptor, \&address);/
