# loses: ftp/nothing_spins_while_a_client_does_not_read
# A channel that has ended is "ready" for ever, and poll() returns at once.
s/^    if (control->input.ended || session->quit)$/    if (control->input.ended \&\& control->descriptor < 0)/
