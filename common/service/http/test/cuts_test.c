/*
 * cuts_test.c - the same bytes in give the same bytes out, however the network cuts them.
 *
 * TCP keeps no boundaries: a request may arrive whole, in two halves, or byte by byte, and with the
 * beginning of the next one. Each input below is played in all these ways.
 */
#include "common/testing/fakes/service_fake.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

TestSuite(http_cuts, .timeout = 10);

#define HOST  "Host: a\r\n"
#define END   HOST "\r\n"
#define HELLO "GET /hello HTTP/1.1\r\n" END

static struct replay whole, cut;

static void expect_same(const char *bytes, size_t size, size_t first, size_t step, bool timed_out)
{
    replay(&cut, &http_service, bytes, size, first, step, timed_out);
    cr_assert(eq(sz, cut.size, whole.size), "%zu bytes first, then %zu, of %.60s", first, step,
              bytes);
    cr_assert(eq(ulong, cut.requests, whole.requests), "%zu bytes first, then %zu, of %.60s", first,
              step, bytes);
    /* Bytes after the last request are a reason to linger, too, if they have come. */
    if (cut.left == whole.left)
        cr_assert(eq(int, cut.unread, whole.unread), "%zu bytes first, then %zu, of %.60s", first,
                  step, bytes);
    cr_assert(eq(int, memcmp(cut.output, whole.output, whole.size), 0),
              "%zu bytes first, then %zu, of %.60s", first, step, bytes);
}

/* All cuts into two, and pieces of 1, 2, 3 and 7 bytes. */
static void expect_no_difference(const char *bytes, size_t size)
{
    static const size_t steps[] = {1, 2, 3, 7};

    for (int timed_out = 0; timed_out <= 1; timed_out++) {
        replay(&whole, &http_service, bytes, size, size, size, timed_out);
        for (size_t first = 0; first < size; first++)
            expect_same(bytes, size, first, size, timed_out);
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
            expect_same(bytes, size, steps[i], steps[i], timed_out);
    }
}

static void expect_no_difference_in(const char *const *list)
{
    for (; *list != NULL; list++)
        expect_no_difference(*list, strlen(*list));
}

Test(http_cuts, of_good_requests)
{
    static const char *const good[] = {
        HELLO,
        "HEAD /hello HTTP/1.1\r\n" END,
        "GET / HTTP/1.0\r\n\r\n",
        "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" HELLO,
        "GET /a%20b?c HTTP/1.1\r\n" END,
        "GET http://a:80/hello?x HTTP/1.1\r\n" END,
        "GET /bytes/100 HTTP/1.1\r\n" END HELLO,
        "GET /bytes/x HTTP/1.1\r\n" END,
        "GET /none HTTP/1.1\r\nX-A: \t b \r\n" END,
        "POST / HTTP/1.1\r\n" END HELLO,
        "OPTIONS * HTTP/1.1\r\n" END HELLO,
        "GET /hello HTTP/1.1\r\nIf-None-Match: *\r\n" END HELLO,
        "GET /page HTTP/1.1\r\nRange: bytes=2-5\r\n" END HELLO,
        "GET /page HTTP/1.1\r\nIf-None-Match: \"0123456789abcdef\"\r\n" END HELLO,
        "GET /dir?a HTTP/1.1\r\n" END HELLO,
        "\r\n" HELLO "\r\n" HELLO,
        HELLO "\r\n",
        HELLO "\r",
        HELLO HELLO "HEAD / HTTP/1.1\r\n" END
                    "GET /stats HTTP/1.1\r\nConnection: close\r\n" END HELLO,
        NULL};
    expect_no_difference_in(good);
}

Test(http_cuts, of_bad_first_lines)
{
    static const char *const bad[] = {"nonsense\r\n\r\n",
                                      "GET /\r\n" END,
                                      "GET / HTTP/1.1\n" HOST "\n",
                                      "GET / HTTP/2.0\r\n" END,
                                      "FOO / HTTP/1.1\r\n" END,
                                      "get / HTTP/1.1\r\n" END HELLO,
                                      "GET /%zz HTTP/1.1\r\n" END,
                                      "GET * HTTP/1.1\r\n" END,
                                      "\r\n\r\n" HELLO,
                                      "\r\r\n" HELLO,
                                      "\n" HELLO,
                                      "\rGET / HTTP/1.1\r\n" END,
                                      "\r\nHEAD / HTTP/1.1\n" END,
                                      "GET / HTTP/1.1\r\r\n" END,
                                      "GET /\r\r\n",
                                      "EHLO x\r\n\r\n" HELLO,
                                      "GET /hello\r\nHost: a\n\n",
                                      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                                      "GET / HTTP/2.0\r\nHost: a\n" HELLO,
                                      "GET /%4\r\nHost a\r\n\r\n",
                                      "{\"a\": 1}\n",
                                      "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDD\x01 / HTTP/1.1\r\n",
                                      NULL};
    expect_no_difference_in(bad);
}

Test(http_cuts, of_bad_fields)
{
    static const char *const bad[] = {"GET / HTTP/1.1\r\n\r\n" HELLO,
                                      "GET / HTTP/1.1\r\n" HOST HOST "\r\n",
                                      "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                                      "GET / HTTP/1.1\r\n" HOST " folded\r\n\r\n",
                                      "GET / HTTP/1.1\r\n" HOST "\n\r\n",
                                      "GET / HTTP/1.1\r\n" HOST "X\r\n\r\n",
                                      "GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n",
                                      "GET / HTTP/1.1\r\n" HOST "\r\r\n\r\n",
                                      "GET / HTTP/1.1\r\nContent-Length: -1\r\n" END,
                                      NULL};
    expect_no_difference_in(bad);
}

Test(http_cuts, of_requests_with_a_body)
{
    static const char *const some[] = {
        "POST / HTTP/1.1\r\nContent-Length: 5\r\n" END "hello" HELLO,
        "GET /hello HTTP/1.1\r\nContent-Length: 5\r\n" END "hello" HELLO,
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END "0\r\n\r\n" HELLO,
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n" END "0\r\n\r\n" HELLO,
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n" END HELLO,
        NULL};
    expect_no_difference_in(some);
}

Test(http_cuts, of_nul_and_other_octets)
{
    static const char nul_in_line[] = "GET /\0 HTTP/1.1\r\n" END HELLO;
    static const char nul_in_field[] = "GET / HTTP/1.1\r\nX: \0\r\n" END HELLO;
    static const char nul_first[] = "\0\r\n" HELLO;
    static const char not_http[] = "\x16\x03\x01\x02\0\x01\xfc\x03\x03\r\n\x80\xff\n"; /* TLS */
    expect_no_difference(nul_in_line, sizeof nul_in_line - 1);
    expect_no_difference(nul_in_field, sizeof nul_in_field - 1);
    expect_no_difference(nul_first, sizeof nul_first - 1);
    expect_no_difference(not_http, sizeof not_http - 1);
}

/* So long that only the cuts near a limit can matter, and some others. */
static void expect_no_difference_near(const char *bytes, size_t size, size_t limit)
{
    replay(&whole, &http_service, bytes, size, size, size, false);
    for (size_t first = limit - 40; first < limit + 40; first++) {
        expect_same(bytes, size, first, size, false);
        expect_same(bytes, size, first, 1, false);
    }
    for (size_t step = 1; step < size; step += step)
        expect_same(bytes, size, step, step, false);
}

Test(http_cuts, of_lines_at_the_limit)
{
    static char text[CLIENT_INPUT_SIZE + 1000];
    for (size_t line = 8180; line < 8200; line++) {
        memset(text, 'x', line);
        memcpy(text, "GET /", 5);
        memcpy(text + line - 9, " HTTP/1.1\r\n" END HELLO, strlen(" HTTP/1.1\r\n" END HELLO));
        size_t size = line - 9 + strlen(" HTTP/1.1\r\n" END HELLO);
        expect_no_difference_near(text, size, line);
        text[line] = '\n'; /* a bare LF just there */
        expect_no_difference_near(text, size, line);
    }
}

Test(http_cuts, of_heads_at_the_limit)
{
    static char text[2 * CLIENT_INPUT_SIZE];
    for (size_t head = CLIENT_INPUT_SIZE - 3; head < CLIENT_INPUT_SIZE + 4; head++) {
        /* A request before it, so that the limit cannot be that of one receive. */
        size_t before = strlen(HELLO);
        memset(text, 'x', sizeof text);
        memcpy(text, HELLO "GET / HTTP/1.1\r\n" HOST "X: ",
               before + strlen("GET / HTTP/1.1\r\n" HOST "X: "));
        memcpy(text + before + head - 4, "\r\n\r\n" HELLO, strlen("\r\n\r\n" HELLO));
        size_t size = before + head + strlen(HELLO);
        expect_no_difference_near(text, size, before + CLIENT_INPUT_SIZE);
        text[before + head - 4] = 'x'; /* a bare LF just there */
        expect_no_difference_near(text, size, before + CLIENT_INPUT_SIZE);
    }
}
