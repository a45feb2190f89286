/* http_errors_contract.c - the contract: a wrong request gets the right status, and at once. */
#include "peer.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct program program;

/* Sends one request on a connection of its own. Returns the reply's status. */
static int status_of(const char *request)
{
    struct reply reply;
    int descriptor = dial(&program);
    cr_assert(say(descriptor, request));
    hear_reply(descriptor, &reply, false);
    close(descriptor);
    reply_free(&reply);
    return reply.status;
}

Test(http, a_number_that_is_none_or_too_large_is_400)
{
    static const char *const paths[] = {"/sleep/10001",
                                        "/spin/10001",
                                        "/bytes/16777217",
                                        "/sleep/",
                                        "/sleep/-1",
                                        "/bytes/ten",
                                        "/bytes/99999999999999999999999"};
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        get(&program, paths[i], &reply);
        cr_expect_eq(reply.status, 400, "%s: %d", paths[i], reply.status);
        reply_free(&reply);
    }
    program_end(&program);
}

Test(http, each_error_has_its_status)
{
    char line[10000], fields[20000];
    program_start(&program, program_under_test(), NULL);
    cr_expect_eq(status_of("GET /hello HTTP/1.1\r\n\r\n"), 400, "no Host");
    cr_expect_eq(status_of("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400, "two Hosts");
    cr_expect_eq(status_of("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n"), 400, "a space");
    cr_expect_eq(status_of("GET /hello HTTP/1.1\nHost: a\n\n"), 400, "bare LF");
    cr_expect_eq(status_of("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"), 400, "percent");
    cr_expect_eq(status_of("GET /hello\r\n\r\n"), 400, "no version");
    cr_expect_eq(status_of("GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n"),
                 400, "two lengths");
    cr_expect_eq(status_of("GET /no-such-page HTTP/1.1\r\nHost: a\r\n\r\n"), 404);
    cr_expect_eq(status_of("GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"), 404);
    cr_expect_eq(status_of("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
    cr_expect_eq(status_of("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
                 501);
    cr_expect_eq(status_of("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"), 400);
    cr_expect_eq(status_of("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n"), 505);

    snprintf(line, sizeof line, "GET /%09000d HTTP/1.1\r\nHost: a\r\n\r\n", 0);
    cr_expect_eq(status_of(line), 414);
    snprintf(line, sizeof line, "GET /%07980d HTTP/1.1\r\nHost: a\r\n\r\n", 0);
    cr_expect_eq(status_of(line), 404, "a request line of 8000 octets fits");
    snprintf(fields, sizeof fields, "GET / HTTP/1.1\r\nHost: a\r\nX: %017000d\r\n\r\n", 0);
    cr_expect_eq(status_of(fields), 431);
    program_end(&program);
}

Test(http, a_method_that_is_not_allowed_is_told_which_are)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    int descriptor = dial(&program);
    cr_assert(say(descriptor, "DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(descriptor, &reply, false);
    cr_expect_eq(reply.status, 405);
    cr_expect(reply_has(&reply, "Allow: GET, HEAD"), "%s", reply.head);
    reply_free(&reply);
    close(descriptor);
    program_end(&program);
}

/* A client may wait for an answer before it sends more, and in 01 all others wait for that client. */
Test(http, what_can_never_become_a_request_is_refused_at_once_and_closed)
{
    static const struct {
        const char *bytes, *status;
    } some[] = {
        {"SSH-2.0-OpenSSH_9.2\r\n", "400"}, {"EHLO x\r\n", "400"},   {"*1\r\n", "400"},
        {"GET /hello\r\n", "400"},          {"\x16\x03\x01", "400"}, {"PRI * HTTP/2.0\r\n", "505"}};
    char answer[512];
    program_start(&program, program_under_test(), NULL);
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
        int64_t before = milliseconds();
        int descriptor = dial(&program);
        cr_assert(say(descriptor, some[i].bytes));
        hear_all(descriptor, answer, sizeof answer, NULL);
        close(descriptor);
        cr_expect_eq(strncmp(answer + strlen("HTTP/1.1 "), some[i].status, 3), 0, "%s: %s",
                     some[i].bytes, answer);
        cr_expect_lt(milliseconds() - before, 5000, "%s: half the deadline", some[i].bytes);
    }
    program_end(&program);
}

Test(http, a_request_typed_into_nc_is_told_what_its_line_lacks)
{
    char answer[512];
    program_start(&program, program_under_test(), NULL);
    int descriptor = dial(&program);
    cr_assert(say(descriptor, "GET /hello HTTP/1.1\n"));
    hear_all(descriptor, answer, sizeof answer, NULL);
    close(descriptor);
    cr_expect_neq(strstr(answer, "nc -C"), NULL, "%s", answer);
    program_end(&program);
}
