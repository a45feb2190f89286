# loses: families/a_path_that_is_too_long_is_refused_and_not_cut
# The server cuts off the part that does not fit, and listens at another path.
s/^    if (strlen(path) >= sizeof address.sun_path) {.*/    if (path == NULL) {/
s/^    strcpy(address.sun_path, path);/    strncpy(address.sun_path, path, sizeof address.sun_path - 1);/
