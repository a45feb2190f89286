# loses: ftp/quit_lets_the_transfer_finish
# QUIT ends the session in mid-transfer.
s/if (!session->transfer.running \&\&$/if ((session->quit || !session->transfer.running) \&\&/
