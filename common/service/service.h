/*
 * service.h - what a server does for its clients, apart from any socket.
 *
 * A service takes bytes from a client's input, puts bytes into its output, and says whose turn it is. It
 * calls neither recv nor send, and knows nothing of blocking, select or threads ("sans-I/O"). So the same
 * service runs in all five servers, and a test can give it any bytes, cut into pieces in any way.
 */
#ifndef SERVICE_H
#define SERVICE_H

#include "common/socket/client.h"
#include "counters.h"
#include "pages.h"
#include "stage.h"

#include <stdint.h>
#include <time.h>

enum turn {
    TURN_RECEIVE, /* the service needs more input; if the input has ended, it has nothing more to do */
    TURN_SEND,    /* send the output, then call respond() again */
    TURN_HANG_UP /* send what is left of the output, then close */
};

/* What a service may know beyond its client. The caller provides it, so a test can provide a fake clock. */
struct context {
    const struct stage *stage;
    struct counters *counters;
    const struct pages *pages; /* of --root; NULL: the built-in ones */
    const char *filler;        /* a block of text, repeated for the replies of /bytes */
    size_t filler_size;
    int64_t started;            /* clock_now() */
    int64_t (*clock)(void);     /* clock_now */
    bool (*stopping)(void);     /* stop_requested: if true, this request is the last one */
    time_t (*date)(void);       /* the wall clock, for the Date field */
    void (*sleep)(unsigned ms); /* slow work: clock_sleep and clock_spin */
    void (*spin)(unsigned ms);
};

struct service {
    const char *name; /* as --service takes it, and the scheme of the server's URL */

    /* Answers at most one request. client->input.ended and .timed_out say that no more input will come.
     * If input.unread is set with the last turn, the peer may still be sending: linger. */
    enum turn (*respond)(struct client *client, const struct context *context);

    /* Puts the reply for a client that the server cannot serve now, if the protocol has one. */
    void (*refuse)(struct client *client, const struct context *context);
};

extern const struct service echo_service; /* RFC 862 */
extern const struct service http_service; /* RFC 9110 and RFC 9112: GET and HEAD */

/* The service of that name, or NULL. */
const struct service *service_find(const char *name);

#endif
