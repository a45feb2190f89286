/*
 * udp_boundaries.c - datagrams keep their boundaries: also an empty one, and one that is too large for the buffer.
 * usage: udp_boundaries
 */
#include "udp.h"

#include <stdio.h>

int main(void)
{
    struct sockaddr_in server_address;
    int server = udp_socket(&server_address), client = udp_socket(NULL);
    const struct sockaddr *to = (struct sockaddr *)&server_address;

    /* [three] */
    sendto(client, "one", 3, 0, to, sizeof server_address);
    sendto(client, "", 0, 0, to, sizeof server_address);
    sendto(client, "much too long", 13, 0, to, sizeof server_address);
    for (int i = 0; i < 3; i++) {
        char bytes[8];
        struct iovec place = {bytes, sizeof bytes};
        struct msghdr message = {.msg_iov = &place, .msg_iovlen = 1};
        ssize_t size = recvmsg(server, &message, 0);
        printf("%zd bytes: \"%.*s\"%s\n", size, (int)size, bytes,
               message.msg_flags & MSG_TRUNC ? ", and the rest is lost" : "");
    }
    /* [/three] */
}
