/* families_partner.h - for lab 10's tests: a server on a UNIX-domain socket, and its clients. */
#ifndef FAMILIES_PARTNER_H
#define FAMILIES_PARTNER_H

#include "visits.h"

/* The server under test; a directory for its socket, the socket's path, and --address for both types. */
extern struct program local_server;
extern char local_directory[], local_path[64], local_stream[80], local_record[80];

/* Make and remove the directory; for .init and .fini of a suite. */
void local_set_up(void);
void local_tear_down(void);

/* Starts the server on the socket; its ready line has no port. */
void local_start(const char *address, const char *service, const char *timeout);

/* A client of this type; local_try_connect returns -1 if it cannot connect, local_connect fails the test. */
int local_try_connect(int type);
int local_connect(int type);

/* One exchange with the HTTP service. */
void local_expect_hello(void);

/* Expects that the server does not start, and that its message contains the word. */
void local_expect_refusal(const char *address, const char *word);

#endif
