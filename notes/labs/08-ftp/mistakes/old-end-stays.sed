# loses: ftp/a_file_is_stored_whole_and_shorter_than_the_one_before
# The file that is stored over an older, longer one keeps the older one's end.
s/if (ftruncate(file, 0) == 0) {.*/if (file != -1) {/
