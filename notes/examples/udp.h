/* udp.h - a UDP socket on 127.0.0.1, on a port of the kernel's choice. */
#ifndef UDP_H
#define UDP_H

#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Returns the socket; *address, if it is not NULL, becomes its address and port. */
static inline int udp_socket(struct sockaddr_in *address)
{
    struct sockaddr_in mine = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    bind(descriptor, (struct sockaddr *)&mine, sizeof mine);
    if (address != NULL)
        getsockname(descriptor, (struct sockaddr *)address, &(socklen_t){sizeof *address});
    return descriptor;
}

#endif
