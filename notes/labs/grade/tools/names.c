/*
 * names.c - a library to load before the C library (LD_PRELOAD): the name "server.test" has the addresses that the variable
 * NAMES lists, in this order: NAMES="127.0.0.2 ::1". Any other name is the C library's matter.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int lookup(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *host, const char *port, const struct addrinfo *hints,
                struct addrinfo **list)
{
    lookup *real;
    char names[512], *rest = names;
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    const char *addresses = getenv("NAMES");
    if (addresses == NULL || host == NULL || strcmp(host, "server.test") != 0)
        return real(host, port, hints, list);
    snprintf(names, sizeof names, "%s", addresses);
    for (char *name; (name = strtok_r(rest, " ", &rest)) != NULL;) {
        int failure = real(name, port, hints, list);
        if (failure != 0)
            return failure;
        while (*list != NULL)
            list = &(*list)->ai_next;
    }
    return 0;
}
