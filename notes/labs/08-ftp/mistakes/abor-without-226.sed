# loses: ftp/abor_gives_a_transfer_up_and_the_next_one_works
# ABOR is answered once, and the client waits for the second reply.
s/session_reply(session, 226, "nothing goes over now");/if (0) session_reply(session, 226, " ");/
