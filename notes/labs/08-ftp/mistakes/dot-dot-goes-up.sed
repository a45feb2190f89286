# loses: ftp/there_is_no_way_out_of_the_root
# ".." is left for the file system to understand.
/length == 2 && memcmp(name, "\.\.", 2) == 0/s/length == 2/length == 99/
