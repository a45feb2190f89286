/* visits.c - the clients that several labs' tests send to a server, and the half second without any. */
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

void visit_nobody(const struct program *program, const char *when)
{
    enum { CALM_DOWN = 300, LOOK = 600, MOST = 60 }; /* milliseconds */
    poll(NULL, 0, CALM_DOWN);
    long before = process_cpu_ms(program->pid);
    if (before == -1)
        cr_skip_test("this system has no /proc to look into");
    poll(NULL, 0, LOOK);
    long used = process_cpu_ms(program->pid) - before;
    cr_expect_leq(used, MOST, "%s it used %ld ms of CPU in %d ms; expected next to none", when,
                  used, LOOK);
}
