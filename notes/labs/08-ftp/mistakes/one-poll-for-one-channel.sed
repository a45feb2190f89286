# loses: ftp/commands_are_answered_while_a_transfer_runs, ftp/abor_gives_a_transfer_up_and_the_next_one_works, ftp/nothing_spins_while_a_client_does_not_read
# During a transfer the session does not read commands.
s/^    if (control->input.ended || session->quit)$/    if (control->input.ended || session->transfer.running)/
