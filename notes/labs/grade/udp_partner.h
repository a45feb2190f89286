/* udp_partner.h - whom a UDP client of lab 9 meets: a socket to ask from, and a process that answers. */
#ifndef UDP_PARTNER_H
#define UDP_PARTNER_H

#include <stddef.h>

/* A datagram socket that is connected to this port of 127.0.0.1; it waits 3 s for a reply, at most. */
int udp_ask(const char *port);

/* Runs `play` in a process of its own, on a UDP socket of this machine, which ends by itself in 20 s: it
 * plays the server, or the network. And the port of that socket. */
void udp_start_partner(void (*play)(int socket));
void udp_end_partner(void);
extern char udp_partner_port[8];

/* The partner's side of a conversation: receives one datagram into udp_bytes, tells its size, and
 * answers whoever sent it. */
extern char udp_bytes[2048];
size_t udp_hear(int descriptor);
void udp_answer(int descriptor, const void *reply, size_t size);

/* To be played: a network, behind it the server on the port udp_network_to. It loses a fifth of the datagrams,
 * each way; a tenth it doubles; and a tenth it keeps until others have overtaken it. The dice are the
 * same in each run. */
void udp_be_a_bad_network(int clients);
extern const char *udp_network_to;

#endif
