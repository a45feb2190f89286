/* echo.h - serves one client: sends back what it sends, until it has no more. */
#ifndef ECHO_H
#define ECHO_H

#include <sys/socket.h>

static inline void echo(int client)
{
    char bytes[512];
    for (ssize_t size; (size = recv(client, bytes, sizeof bytes, 0)) > 0;)
        send(client, bytes, (size_t)size, MSG_NOSIGNAL);
}

#endif
