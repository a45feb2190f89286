# loses: ftp/symbolic_links_do_not_lead_out_of_the_root
# The path is worked out well, and then open follows whatever link lies there.
s/ | O_NOFOLLOW//
