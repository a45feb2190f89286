/* ftp_session.h - lab 8's tests: a server with a tree of files, and a client's side of its two channels. */
#ifndef FTP_SESSION_H
#define FTP_SESSION_H

#include "common/testing/contract/peer.h"

#include <stddef.h>

enum { BIG = 8 << 20 };

/* Before and after each test: a new tree, ftp_root = ftp_directory/root, and its server. The tree contains
 * hello, sub/big (ftp_big), and links that lead out of it. */
void ftp_set_up(void);
void ftp_tear_down(void);
extern struct program ftp_server;
extern char ftp_directory[], ftp_root[64];
extern char ftp_big[BIG];

/* The path of a file in ftp_root; valid until the next call. */
const char *ftp_in_root(const char *name);

/* The control connection. ftp_log_in opens it and logs in. ftp_expect sends a command and expects a code.
 * ftp_code reads one reply, of one or more lines (RFC 959 section 4.2), and returns its code, or 0 if the
 * connection has ended. */
int ftp_log_in(void);
void ftp_expect(int control, const char *command, int code);
int ftp_code(int control);
extern char ftp_line[2048]; /* the last line of the last reply */

/* The data connection. ftp_open_data sends PASV and connects to the address of the reply. ftp_upload and
 * ftp_download do a whole transfer; ftp_download puts what a command sends into `to`, and returns its length. */
int ftp_open_data(int control);
void ftp_upload(int control, const char *name, const void *bytes, size_t size);
size_t ftp_download(int control, const char *command, char *to, size_t size);
extern char ftp_received[BIG + 1]; /* room for any transfer */

/* Begins to fetch the big file and reads a little of it, so that the transfer cannot end by itself. Returns
 * its data connection. */
int ftp_begin_big(int control);

#endif
