/*
 * target.h - the server, and what to ask it for: a URL, taken apart, and the bytes to send.
 */
#ifndef TARGET_H
#define TARGET_H

#include "request.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    TARGET_TEXT_SIZE = 2048, /* of a URL, and of a path */
    TARGET_HOST_SIZE = 256,
    TARGET_PORT_SIZE = 32,
    TARGET_MOST_MESSAGE = 1024 * 1024,   /* of an echo message */
    TARGET_MOST_BYTES = 16 * 1024 * 1024 /* that /bytes/N gives */
};

enum scheme { SCHEME_HTTP, SCHEME_ECHO };

struct target {
    enum scheme scheme;
    char host[TARGET_HOST_SIZE]; /* without brackets, for address_lookup() */
    char port[TARGET_PORT_SIZE];
    char field[TARGET_HOST_SIZE + TARGET_PORT_SIZE]; /* what the Host field says */
    char path[TARGET_TEXT_SIZE];                     /* http only */
    char url[2 * TARGET_TEXT_SIZE];
    bool bodiless;              /* the replies are, because the method is HEAD */
    struct bytes request, last; /* while there are more to come on the connection, and its last */
    char *message;              /* echo: see target_request() */
    size_t message_length;
};

/* Reads "[http://]HOST[:PORT][/PATH]" or "echo://HOST[:PORT][/]"; an IPv6 host in brackets, with
 * its zone behind "%25" (RFC 6874) or "%". path, if not NULL, is put in the place of the URL's own.
 * Returns NULL, or what is wrong with it. */
const char *target_parse(struct target *target, const char *url, const char *path);

/* Makes the bytes to send: a request of that form, or an echo message of that many. Returns 0, or
 * -1 and ENOMEM. */
int target_prepare(struct target *target, const struct request_form *form, size_t message_length);

/* The next request of connection number `slot`. In echo each connection sends other bytes than its
 * neighbours, so that a server that mixes up its clients is found out. */
struct bytes target_request(const struct target *target, unsigned slot, bool last);

/* Whether all replies must have the same body: true for /hello and /bytes/N, false for /whoami. */
bool target_is_constant(const struct target *target);

#endif
