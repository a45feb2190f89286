/* tcp_partner.h - the other side for lab 11's tests: a server that does what a test says, with one client. */
#ifndef TCP_PARTNER_H
#define TCP_PARTNER_H

#include "common/testing/contract/peer.h"

/* Runs the client under test, with these options, against a server that does `play` with the connection and then closes it.
 * tcp_seconds is how long the client ran. The server is a process that ends after 20 s at most. */
void tcp_meet(struct outcome *outcome, void (*play)(int client), const char *const options[]);
extern double tcp_seconds;

/* The addresses that the server's name has for the client (127.0.0.1). The server listens on 127.0.0.1 and on ::1, on 127.0.0.9
 * is a queue that is full, and no program listens on any other. */
extern const char *tcp_names;

/* How many descriptors the client may have; NULL: as many as this program. */
extern const char *tcp_descriptors;

/* Makes so many bytes the client's standard input. */
void tcp_type_in(size_t size);

/* For `play`. tcp_hear_body returns how many bytes the request's body has; tcp_say_slowly sends so many bytes at a time, with
 * pauses of so many milliseconds. */
void tcp_hear_request(int client);
size_t tcp_hear_body(int client);
void tcp_say(int client, const char *text);
void tcp_say_slowly(int client, const char *text, size_t piece, unsigned pause);

#endif
