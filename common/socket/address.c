/* address.c - getaddrinfo(3) and getnameinfo(3), with the choices that a server makes. */
#include "address.h"

#include "numbers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Puts the IPv4 addresses of a list first, and leaves the order as it is otherwise. */
static struct addrinfo *ipv4_first(struct addrinfo *list)
{
    struct addrinfo *first = NULL, *others = NULL;
    struct addrinfo **end_of_first = &first, **end_of_others = &others;

    for (; list != NULL; list = list->ai_next) {
        struct addrinfo ***end = list->ai_family == AF_INET ? &end_of_first : &end_of_others;
        **end = list;
        *end = &list->ai_next;
    }
    *end_of_others = NULL;
    *end_of_first = others;
    return first;
}

int address_lookup(const char *host, const char *port, struct addrinfo **list)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, /* IPv4 or IPv6, whichever the host has */
                             .ai_socktype = SOCK_STREAM};
    int failure = getaddrinfo(host, port, &hints, list);
    /* A server listens on one address. "localhost" has two, in an order that /etc/hosts decides. A
     * client that knows the name tries both; one that was told 127.0.0.1 has only that. */
    if (failure == 0)
        *list = ipv4_first(*list);
    return failure;
}

const char *address_error(int lookup_error)
{
    return lookup_error == EAI_SYSTEM ? strerror(errno) : gai_strerror(lookup_error);
}

bool address_is_port(const char *text)
{
    unsigned long number;
    /* On some systems getaddrinfo() takes 65537 for 1, so we check numbers ourselves. */
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
