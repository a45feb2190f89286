/* udp_partner.h - the other side for lab 9's tests: a socket that asks, and a process that answers. */
#ifndef UDP_PARTNER_H
#define UDP_PARTNER_H

#include <stddef.h>

/* A datagram socket, connected to this port of 127.0.0.1; it waits at most 3 s for a reply. */
int udp_ask(const char *port);

/* Runs `play`, with a UDP socket, in a process of its own that ends after 20 s at most: it plays the server
 * or the network. udp_partner_port is the port of that socket. */
void udp_start_partner(void (*play)(int socket));
void udp_end_partner(void);
extern char udp_partner_port[8];

/* The partner's side of a conversation: udp_hear receives one datagram into udp_bytes and returns its size;
 * udp_answer answers the sender. */
extern char udp_bytes[2048];
size_t udp_hear(int descriptor);
void udp_answer(int descriptor, const void *reply, size_t size);

/* For udp_start_partner: a network in front of the server on the port udp_network_to. In each direction it loses
 * a fifth of the datagrams, doubles a tenth, and keeps a tenth until others have overtaken them. The random
 * numbers are the same in each run. */
void udp_be_a_bad_network(int clients);
extern const char *udp_network_to;

#endif
