# loses: ftp/a_file_comes_whole, ftp/commands_are_answered_while_a_transfer_runs, ftp/quit_lets_the_transfer_finish, ftp/sigterm_finishes_the_transfer_in_progress, ftp/curl_lists_fetches_and_stores
# send() is taken to have sent all that it was given.
s/^    transfer->start += (size_t)sent;/    transfer->start = transfer->end;/
