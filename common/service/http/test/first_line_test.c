/* first_line_test.c - what can be said of a request before it, or its first line, has ended. */
#include "common/service/http/request.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

TestSuite(http_first_line, .timeout = 10);

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct http_request request;

/* The verdict on a beginning, before more has come: a status, 0 for a good request, or WAITS. */
enum { WAITS = 1 };

static unsigned status_of_beginning(const char *bytes)
{
    static char input[16384];
    size_t examined = 0;
    snprintf(input, sizeof input, "%s", bytes);
    enum http_progress progress =
        http_request_read(&request, input, strlen(input), false, &examined);
    return progress == HTTP_INCOMPLETE ? WAITS : request.status;
}

static void expect_beginnings(const char *const *beginnings, unsigned status)
{
    for (; *beginnings != NULL; beginnings++)
        cr_assert(eq(uint, status_of_beginning(*beginnings), status), "%s", *beginnings);
}

Test(http_first_line, one_that_can_never_become_a_request_is_refused_at_its_line_end)
{
    expect_beginnings(
        LIST("SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2 Debian-2\r\n", "EHLO x\r\n", "*1\r\n",
             "$4\r\nPING\r\n", "QUIT\r\n", "a\r\n", "GET /hello\r\n", "\r\nGET /hello\r\n",
             "GET\r\n", "GET \r\n", "\r\n\r\n", "GET / HTTP/1.1 \r\n", "GET hello HTTP/1.1\r\n",
             "GET /%zz HTTP/1.1\r\n", "GET http:///x HTTP/1.1\r\n", "GET /# HTTP/1.1\r\n"),
        400);
}

Test(http_first_line, another_version_is_refused_at_its_line_end)
{
    /* The second is how HTTP/2 begins where no TLS says so (RFC 9113 section 3.4). */
    expect_beginnings(LIST("GET / HTTP/2.0\r\n", "PRI * HTTP/2.0\r\n"), 505);
}

Test(http_first_line, an_octet_that_no_request_line_has_is_refused_at_once)
{
    expect_beginnings(LIST("\x16\x03\x01", /* TLS: a ClientHello, which has no line end */
                           "AMQP\x01", "\x80", "GET /\x01", "GET /caf\xc3", "GET\t", "\r\r", "\rG",
                           "GET /\rx", "{", "/", " ", "GET/", "\"GET", "\r\n "),
                      400);
}

Test(http_first_line, a_method_longer_than_any_that_exists_is_refused_before_it_ends)
{
    expect_beginnings(LIST("AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDD", "UPDATEREDIRECTREF /"), WAITS);
    expect_beginnings(
        LIST("AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDD", "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDD\x01"),
        501);
}

Test(http_first_line, one_that_may_become_a_request_is_waited_for)
{
    expect_beginnings(LIST("", "\r", "\r\n", "\r\n\r", "G", "GET ", "GET  ", "GET /", "GET / x y",
                           "GET / HTTP/1.1", "GET / HTTP/1.1\r", "GET / HTTP/1.1\r\n",
                           "FOO / HTTP/1.1\r\n", "POST * HTTP/1.0\r\n", "\r\nGET / HTTP/1.1\r\nH"),
                      WAITS);
}

Test(http_first_line, the_line_is_read_once_more_when_the_request_is_whole)
{
    char input[] = "GET http://a/%61b?c HTTP/1.0\r\nHost: a\r\n\r\n";
    size_t examined = 0;
    for (size_t size = 1; size < strlen(input); size++)
        cr_assert(
            eq(int, http_request_read(&request, input, size, false, &examined), HTTP_INCOMPLETE));
    cr_assert(eq(int, http_request_read(&request, input, strlen(input), false, &examined),
                 HTTP_COMPLETE));
    cr_assert(eq(str, (char *)request.path, "/ab"));
    cr_assert(request.old);
}

Test(http_first_line, only_a_line_that_ends_with_a_line_feed_alone_is_said_to)
{
    static const struct {
        const char *bytes;
        bool bare;
    } some[] = {
        {"GET / HTTP/1.1\n", true}, {"EHLO x\n", true},        {"\n", true},
        {"GET /\x01\n", false},     {"GET /hello\r\n", false}, {"GET / HTTP/1.1\r\nA\n", false}};
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
        cr_assert(eq(uint, status_of_beginning(some[i].bytes), 400), "%s", some[i].bytes);
        cr_assert(eq(int, request.bare_newline, some[i].bare), "%s", some[i].bytes);
    }
}
