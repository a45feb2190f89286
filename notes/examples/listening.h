/* listening.h - a listening socket on 127.0.0.1: what most of these programs begin with. */
#ifndef LISTENING_H
#define LISTENING_H

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Returns a socket that listens on that port, 0: any free one. Ends the program if it cannot. */
static inline int listen_on(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((unsigned short)atoi(port)),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    /* [option] */
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    /* [/option] */
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) == -1 ||
        listen(descriptor, SOMAXCONN) == -1) {
        perror("cannot listen");
        exit(1);
    }
    return descriptor;
}

/* The same, and prints which port it is. */
static inline int listening(const char *port)
{
    struct sockaddr_in address;
    int descriptor = listen_on(port);
    getsockname(descriptor, (struct sockaddr *)&address, &(socklen_t){sizeof address});
    printf("listening on 127.0.0.1 port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return descriptor;
}

#endif
