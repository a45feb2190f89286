/*
 * checks.h - the promises of every conversation, whatever the schedule, and the functions that check them.
 *
 * The checks look only from outside: at the calls, at their times, at the service's turns and at the bytes
 * that the peer gets. They do not trust client->deadline, for example, but compute their own deadlines.
 */
#ifndef CHECKS_H
#define CHECKS_H

#include "network.h"

#include "common/service/service.h"

#include <setjmp.h>

enum promise {
    KEPT, /* all promises */
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

/* The promise, in words. */
const char *promise_text(enum promise promise);

struct verdict {
    enum promise broken;    /* the first one, or KEPT */
    const char *way;        /* of running the conversation, in which it broke */
    char detail[160];       /* what happened */
    const char *endings[3]; /* how it ended in each way, in the conversation's words */
};

/* Where a broken promise jumps to: the conversation does not go on, because it might never return. */
extern jmp_buf checks_way_out;

/* Watches over one client from now on. */
void checks_begin(struct verdict *verdict, const struct client *client);

/* The http service for the conversation, with checks around it. */
extern const struct service checks_service;

/* The context's stopping(). In the model of the service it remembers when the stop began. */
bool checks_stopping(void);

/* The network calls this for every call on it. */
void checks_observe(const struct call *call);

/* The program has waited (select): now one call may find nothing to do. */
void checks_waited(void);

/* The conversation was told that another client waits. */
void checks_somebody_waits(bool waits);

/* The conversation has ended. Checks that it had a reason, and that the peer got every byte that it should. */
void checks_end(const struct context *context);

/* Whether this conversation had no failure, no deadline and no stop. */
bool checks_undisturbed(void);

/* Breaks a promise, and leaves by checks_way_out. */
_Noreturn void checks_break(enum promise promise, const char *format, ...);

#endif
