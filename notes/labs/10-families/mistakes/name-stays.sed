# loses: families/the_name_is_gone_when_the_server_has_ended
# The socket is closed; its name in the file system stays.
/^        unlink(path); \/\* the socket is closed/s/unlink(path);/;/
