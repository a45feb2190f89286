/*
 * udp_group.c - one datagram for many: multicast to two members of a group, and broadcast without permission.
 * usage: udp_group
 */
#define _DEFAULT_SOURCE /* struct ip_mreq: POSIX has multicast for IPv6 only */
#include "udp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* [join] */
/* A member of the group 239.1.2.3 (RFC 2365: for use inside an organisation), on the loopback interface. */
static int member(struct sockaddr_in *group)
{
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    struct ip_mreq membership = {.imr_interface = {htonl(INADDR_LOOPBACK)}};
    inet_pton(AF_INET, "239.1.2.3", &membership.imr_multiaddr);
    group->sin_addr = membership.imr_multiaddr;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)); /* two on one port */
    bind(descriptor, (struct sockaddr *)group, sizeof *group);
    getsockname(descriptor, (struct sockaddr *)group, &(socklen_t){sizeof *group});
    setsockopt(descriptor, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership);
    return descriptor;
}
/* [/join] */

int main(void)
{
    struct sockaddr_in group = {.sin_family = AF_INET};
    struct sockaddr_in everybody = {.sin_family = AF_INET}; /* all of 127.0.0.0/8 */
    int members[2] = {member(&group), member(&group)}, sender = socket(AF_INET, SOCK_DGRAM, 0);
    char bytes[16];

    setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, &(struct in_addr){htonl(INADDR_LOOPBACK)},
               sizeof(struct in_addr));
    sendto(sender, "hello", 5, 0, (struct sockaddr *)&group, sizeof group);
    for (int i = 0; i < 2; i++) {
        ssize_t size = recv(members[i], bytes, sizeof bytes, 0);
        printf("member %d received \"%.*s\"\n", i + 1, (int)size, bytes);
    }
    inet_pton(AF_INET, "127.255.255.255", &everybody.sin_addr);
    everybody.sin_port = group.sin_port;
    if (sendto(sender, "hello", 5, 0, (struct sockaddr *)&everybody, sizeof everybody) == -1)
        printf("broadcast without SO_BROADCAST: %s\n", strerror(errno));
}
