/*
 * channel.h - the commands that prepare the second channel, use it, or tell about it. Each does what its
 * name says (RFC 959 section 4.1, RFC 2428, RFC 3659) with its argument, which may be empty, and replies.
 */
#ifndef CHANNEL_H
#define CHANNEL_H

#include "session.h"

/* Prepare for a data connection: 227 and 229 tell the client where to connect. */
void channel_pasv(struct session *session, const char *unused);
void channel_epsv(struct session *session, const char *argument);

/* Begin a transfer: 150 now, 226 or 426 at its end. */
void channel_retr(struct session *session, const char *name);
void channel_stor(struct session *session, const char *name);
void channel_list(struct session *session, const char *given);
void channel_nlst(struct session *session, const char *given);

/* The size of a file; how far a transfer is; and an early end of it. */
void channel_size(struct session *session, const char *name);
void channel_stat_transfer(struct session *session, const char *unused);
void channel_abor(struct session *session, const char *unused);

#endif
