/*
 * address.h - names and numbers of sockets: "localhost", "http" to a socket address, and back.
 */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <netdb.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/* Room for the longest text that address_format() writes: an IPv6 address with a scope, in brackets, a
 * colon, a port and the final 0. */
enum { ADDRESS_TEXT_SIZE = 96 };

/* The stream-socket addresses of a host (a name or a number, IPv4 or IPv6) and port (a number or
 * a service name), as a list for freeaddrinfo(), the IPv4 ones first. Returns 0, or getaddrinfo's
 * error for address_error(). getaddrinfo(3), RFC 3493 section 6.1. */
int address_lookup(const char *host, const char *port, struct addrinfo **list);

/* What the error of address_lookup() means, in words. For EAI_SYSTEM the reason is in errno. */
const char *address_error(int lookup_error);

/* Whether text is a port: a number from 0 to 65535, or a name that services(5) knows for TCP. */
bool address_is_port(const char *text);

/* Writes "host:port" in numbers, an IPv6 host in brackets (RFC 3986 section 3.2.2), as it stands
 * in a URL. Returns text. */
char *address_format(const struct sockaddr *address, socklen_t length,
                     char text[ADDRESS_TEXT_SIZE]);

#endif
