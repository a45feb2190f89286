/* visits.c - the clients that several labs' tests send to a server. */
#include "visits.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stddef.h>

enum { BIG_REPLY = 16777216 };

void visit(const struct program *program)
{
    struct reply reply;
    get(program, "/hello", &reply);
    cr_assert_eq(reply.status, 200, "GET /hello: status %d; expected 200", reply.status);
    reply_free(&reply);
}

void visit_with_faults(const char *faults)
{
#ifndef __linux__
    cr_skip_test("the library that fails calls is loaded on Linux only");
#endif
    if (faults == NULL)
        program_preload_nothing();
    else
        program_preload("build/common/testing/faults/shim.so", "FAULTS", faults);
}

unsigned long visit_ask(int client, const char *key)
{
    struct reply reply;
    cr_assert(say(client, "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n"), "a connection was closed");
    hear_reply(client, &reply, false);
    cr_assert_eq(reply.status, 200, "GET /whoami: status %d; expected 200", reply.status);
    unsigned long number = reply_number(&reply, key);
    reply_free(&reply);
    return number;
}

int visit_big(const struct program *program)
{
    struct pollfd begun = {.fd = dial(program), .events = POLLIN};
    cr_assert(say(begun.fd, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    cr_assert_eq(poll(&begun, 1, 5000), 1, "GET /bytes/16777216: no reply began in 5 s");
    return begun.fd;
}

void visit_big_end(int client)
{
    struct reply reply;
    hear_reply(client, &reply, false);
    cr_expect_eq(reply.received, BIG_REPLY, "GET /bytes/16777216: %zu bytes came", reply.received);
    reply_free(&reply);
}
