/*
 * checks.h - what every conversation promises, whatever the schedule; and who watches over it.
 *
 * What is asked here is asked of the outside: of the calls, of the times at which they are made, of
 * the service's turns and of the bytes that the peer gets. client->deadline, for example, is never
 * believed: the checks keep a clock of their own.
 */
#ifndef CHECKS_H
#define CHECKS_H

#include "network.h"

#include "common/service/service.h"

#include <setjmp.h>

enum promise {
    KEPT, /* all of them */
    PROMISE_BYTES,
    PROMISE_WHOLE,
    PROMISE_REPLIES,
    PROMISE_END,
    PROMISE_PROGRESS,
    PROMISE_CALLS,
    PROMISE_NOT_LATE,
    PROMISE_NOT_EARLY,
    PROMISE_LINGER,
    PROMISE_STOP,
    PROMISE_BOTH_WAYS
};

/* A promise in words. */
const char *promise_text(enum promise promise);

struct verdict {
    enum promise broken;    /* the first one, or KEPT */
    const char *way;        /* in which way of running it */
    char detail[160];       /* what was seen */
    const char *endings[3]; /* how it ended in each way, in the conversation's words */
};

/* Where a broken promise leads to: the conversation is not let go on, it might never return. */
extern jmp_buf checks_way_out;

/* Watches over one client from now on. */
void checks_begin(struct verdict *verdict, const struct client *client);

/* The http service, watched: what the conversation is given as its service. */
extern const struct service checks_service;

/* What the context's stopping() says; in the model of the service, it remembers when that began. */
bool checks_stopping(void);

/* Is told of every call on the network. */
void checks_observe(const struct call *call);

/* The program has waited (select): a call may find nothing to do now, once. */
void checks_waited(void);

/* Somebody else waits for a server, and the conversation was told so. */
void checks_somebody_waits(bool waits);

/* The conversation has ended: was there a reason, and did the peer get what it had to? */
void checks_end(const struct context *context);

/* Whether nothing disturbed this conversation: no failure, no deadline, no stop. */
bool checks_undisturbed(void);

/* Breaks a promise, and leaves by checks_way_out. */
_Noreturn void checks_break(enum promise promise, const char *format, ...);

#endif
