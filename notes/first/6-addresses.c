/*
 * 6-addresses.c - the socket addresses that a name and a port stand for: as bytes, and as text again.
 * usage: 6-addresses HOST PORT
 */
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>

/* [show] */
static void show(const struct sockaddr *address, socklen_t length)
{
    const unsigned char *byte = (const unsigned char *)address;
    char host[64], port[16];

    printf("family %d, %u bytes:\n ", address->sa_family, (unsigned)length);
    for (socklen_t i = 0; i < length; i++)
        printf(" %02x", byte[i]);
    if (getnameinfo(address, length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) == 0)
        printf("\n  %s port %s\n", host, port);
}
/* [/show] */

int main(int argc, char *argv[])
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
        return 2;
    }
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list;
    int failure = getaddrinfo(argv[1], argv[2], &hints, &list);
    if (failure != 0) {
        fprintf(stderr, "%s: %s\n", argv[1], gai_strerror(failure));
        return 1;
    }
    for (const struct addrinfo *a = list; a != NULL; a = a->ai_next)
        show(a->ai_addr, a->ai_addrlen);
    freeaddrinfo(list);
    return 0;
}
