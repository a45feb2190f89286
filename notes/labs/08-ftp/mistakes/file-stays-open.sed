# loses: ftp/many_transfers_of_a_session_leave_no_descriptor_behind
# The end of a transfer forgets the file.
/if (transfer->file != -1)/{
N
s/.*//
}
