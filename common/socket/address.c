/* address.c - see address.h. */
#include "address.h"

#include "numbers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int address_lookup(const char *host, const char *port, struct addrinfo **list)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, /* IPv4 or IPv6, whichever the host has */
                             .ai_socktype = SOCK_STREAM};
    return getaddrinfo(host, port, &hints, list);
}

const char *address_error(int lookup_error)
{
    return lookup_error == EAI_SYSTEM ? strerror(errno) : gai_strerror(lookup_error);
}

bool address_is_port(const char *text)
{
    unsigned long number;
    /* getaddrinfo() itself would take 65537 for 1 on some systems: so numbers are checked here. */
    if (number_parse(text, 0, 65535, &number))
        return true;
    return getservbyname(text, "tcp") != NULL;
}

char *address_format(const struct sockaddr *address, socklen_t length, char text[ADDRESS_TEXT_SIZE])
{
    char host[ADDRESS_TEXT_SIZE - 16];
    char port[8];
    if (getnameinfo(address, length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        snprintf(text, ADDRESS_TEXT_SIZE, "unknown");
    else
        snprintf(text, ADDRESS_TEXT_SIZE, strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
    return text;
}
