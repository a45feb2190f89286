/* request_test.c - where a request ends, its limits, and what its fields decide. */
#include "common/socket/client.h"
#include "common/service/http/request.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

TestSuite(http_request, .timeout = 10);

#define HOST "Host: a\r\n"
#define END  HOST "\r\n"

static char input[CLIENT_INPUT_SIZE];
static struct http_request request;
static size_t examined;

/* Reads bytes that may hold a NUL. */
static enum http_progress read_bytes(const char *bytes, size_t size)
{
    memcpy(input, bytes, size);
    request = (struct http_request){0};
    examined = 0;
    return http_request_read(&request, input, size, false, &examined);
}

static enum http_progress read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

/* A request, whole or not, that says all it needs to for this status. */
static void expect(unsigned status, const char *text)
{
    cr_assert(eq(int, read_text(text), HTTP_COMPLETE), "%s", text);
    cr_assert(eq(uint, request.status, status), "%s", text);
}

/* -- where it ends --------------------------------------------------------------------------- */

Test(http_request, a_request_is_complete_with_its_empty_line_and_not_before)
{
    static const char text[] = "GET /hello HTTP/1.1\r\n" HOST "X-Any: a\r\n\r\n";
    for (size_t size = 0; size < sizeof text - 1; size++)
        cr_assert(eq(int, read_bytes(text, size), HTTP_INCOMPLETE), "after %zu bytes", size);
    expect(0, text);
    cr_assert(eq(sz, request.size, sizeof text - 1));
    cr_assert(eq(str, (char *)request.path, "/hello"));
}

Test(http_request, what_follows_the_empty_line_is_neither_read_nor_changed)
{
    static const char one[] = "GET /a%20b HTTP/1.1\r\n" END;
    static const char both[] = "GET /a%20b HTTP/1.1\r\n" END "GET\n\n nonsense";
    expect(0, both);
    cr_assert(eq(sz, request.size, sizeof one - 1));
    cr_assert(eq(str, input + request.size, "GET\n\n nonsense"));
}

Test(http_request, a_byte_at_a_time_gives_the_same_request)
{
    static const char text[] = "\r\nHEAD /x?y HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    enum http_progress progress = HTTP_INCOMPLETE;
    size_t size = 0;
    while (progress == HTTP_INCOMPLETE && size < sizeof text - 1) {
        input[size] = text[size];
        size++;
        progress = http_request_read(&request, input, size, false, &examined);
    }
    cr_assert(eq(int, progress, HTTP_COMPLETE));
    cr_assert(eq(sz, request.size, sizeof text - 1));
    cr_assert(eq(uint, request.status, 0));
    cr_assert(request.head);
    cr_assert(request.old);
    cr_assert(request.persistent);
    cr_assert(eq(str, (char *)request.path, "/x"));
}

Test(http_request, lines_that_have_been_looked_at_are_not_read_again)
{
    cr_assert(eq(int, read_text("GET / HTTP/1.1\r\nHo"), HTTP_INCOMPLETE));
    cr_assert(eq(sz, examined, strlen("GET / HTTP/1.1\r\n")));
}

Test(http_request, one_empty_line_before_the_request_is_ignored)
{
    expect(0, "\r\nGET / HTTP/1.1\r\n" END);
    cr_assert(eq(sz, request.size, strlen("\r\nGET / HTTP/1.1\r\n" END)), "it is consumed too");
}

Test(http_request, a_second_empty_line_is_a_bad_request)
{
    expect(400, "\r\n\r\nGET / HTTP/1.1\r\n" END);
}

Test(http_request, a_bare_line_feed_is_refused_as_soon_as_it_comes)
{
    static const char *const bad[] = {"\n",
                                      "GET / HTTP/1.1\n",
                                      "\nGET / HTTP/1.1\r\n" END,
                                      "\r\n\n",
                                      "GET / HTTP/1.1\r\nHost: a\n",
                                      "GET / HTTP/1.1\r\nHost: a\nb: c\r\n\r\n",
                                      "GET / HTTP/1.1\r\n" HOST "\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        expect(400, bad[i]);
}

Test(http_request, a_bare_carriage_return_is_refused_anywhere)
{
    static const char *const bad[] = {"\rGET / HTTP/1.1\r\n" END,
                                      "GET\r / HTTP/1.1\r\n" END,
                                      "GET /\r HTTP/1.1\r\n" END,
                                      "GET / HTTP/1.1\r\r\n" END,
                                      "GET / HTTP/1.1\rX\r\n" END,
                                      "GET / HTTP/1.1\rX" END,
                                      "GET / HTTP/1.1\r\nHost: a\rb: c\r\n\r\n",
                                      "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n",
                                      "GET / HTTP/1.1\r\n" HOST "\rb: c\r\n\r\n",
                                      "GET / HTTP/1.1\r\n" HOST "\r\r\n\r\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        expect(400, bad[i]);
}

Test(http_request, a_nul_is_refused_anywhere)
{
    static const char text[] = "GET /hello HTTP/1.1\r\nHost: abc\r\n\r\n";
    for (size_t i = 0; i < sizeof text - 5; i++) { /* not in the CRLFs at its end */
        char changed[sizeof text];
        memcpy(changed, text, sizeof text);
        if (text[i] == '\n' || text[i] == '\r')
            continue;
        changed[i] = '\0';
        cr_assert(eq(int, read_bytes(changed, sizeof text - 1), HTTP_COMPLETE), "at %zu", i);
        cr_assert(eq(uint, request.status, 400), "at %zu", i);
    }
}

/* -- the limits ------------------------------------------------------------------------------ */

/* A request line of so many octets, without its CRLF, lies in the input. Returns its length. */
static size_t fill_line(size_t octets)
{
    memset(input, 'x', octets);
    memcpy(input, "GET /", 5);
    memcpy(input + octets - 9, " HTTP/1.1", 9);
    return octets;
}

static unsigned status_of_long_line(size_t octets)
{
    size_t size = fill_line(octets);
    memcpy(input + size, "\r\n" END, strlen("\r\n" END));
    examined = 0;
    cr_assert(eq(int,
                 http_request_read(&request, input, size + strlen("\r\n" END), false, &examined),
                 HTTP_COMPLETE));
    return request.status;
}

Test(http_request, a_line_of_8000_octets_fits)
{
    cr_assert(eq(uint, status_of_long_line(8000), 0));
    cr_assert(eq(sz, strlen(request.path), 8000 - strlen("GET  HTTP/1.1")));
}

Test(http_request, a_line_may_have_as_many_octets_as_the_header_says)
{
    cr_assert(eq(uint, status_of_long_line(HTTP_LINE_MOST), 0));
}

Test(http_request, a_longer_line_is_too_long)
{
    cr_assert(eq(uint, status_of_long_line(HTTP_LINE_MOST + 1), 414));
}

Test(http_request, a_line_is_too_long_before_it_has_ended)
{
    size_t size = fill_line(HTTP_LINE_MOST + 2);
    examined = 0;
    cr_assert(eq(int, http_request_read(&request, input, size, false, &examined), HTTP_COMPLETE));
    cr_assert(eq(uint, request.status, 414));
}

Test(http_request, head_is_told_from_get_before_the_request_has_ended)
{
    cr_assert(eq(int, read_text("HEAD"), HTTP_INCOMPLETE));
    cr_assert(not(request.head));
    cr_assert(eq(int, read_text("HEAD "), HTTP_INCOMPLETE));
    cr_assert(request.head);
    cr_assert(eq(int, read_text("\r\nHEAD /"), HTTP_INCOMPLETE));
    cr_assert(request.head);
    expect(400, "HEAD / HTTP/1.1\n");
    cr_assert(request.head);
    expect(400, "HEADER / HTTP/1.1\n");
    cr_assert(not(request.head));
}

/* A head of so many bytes in all, with an X-Any field as long as it takes, lies in the input. */
static void fill_head(size_t size)
{
    static const char start[] = "GET / HTTP/1.1\r\n" HOST "X-Any: ";
    memset(input, 'x', size);
    memcpy(input, start, strlen(start));
    memcpy(input + size - 4, "\r\n\r\n", 4);
    examined = 0;
}

Test(http_request, a_head_that_fills_the_input_is_read)
{
    fill_head(sizeof input);
    cr_assert(
        eq(int, http_request_read(&request, input, sizeof input, true, &examined), HTTP_COMPLETE));
    cr_assert(eq(uint, request.status, 0));
    cr_assert(eq(sz, request.size, sizeof input));
}

Test(http_request, fields_that_do_not_fit_into_the_input_are_too_large)
{
    fill_head(sizeof input);
    input[sizeof input - 1] = 'x'; /* instead of the last LF */
    cr_assert(
        eq(int, http_request_read(&request, input, sizeof input, true, &examined), HTTP_COMPLETE));
    cr_assert(eq(uint, request.status, 431));
}

/* -- what the fields decide ------------------------------------------------------------------ */

Test(http_request, what_is_wrong_with_the_fields_weighs_more_than_the_method)
{
    expect(400, "POST / HTTP/1.1\r\n\r\n");
    expect(400, "FOO / HTTP/1.1\r\n" HOST "Content-Length: x\r\n\r\n");
}

Test(http_request, an_absolute_target_needs_a_host_field_all_the_same)
{
    expect(400, "GET http://a/ HTTP/1.1\r\n\r\n");
}

Test(http_request, a_body_is_announced_whatever_the_method)
{
    expect(0, "GET / HTTP/1.1\r\nContent-Length: 3\r\n" END);
    cr_assert(request.body);
    expect(405, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END);
    cr_assert(request.body);
}

Test(http_request, http_1_1_is_persistent_unless_asked_to_close)
{
    expect(0, "GET / HTTP/1.1\r\n" END);
    cr_assert(request.persistent);
    expect(0, "GET / HTTP/1.1\r\nConnection: close\r\n" END);
    cr_assert(not(request.persistent));
}

Test(http_request, http_1_0_is_persistent_only_when_asked)
{
    expect(0, "GET / HTTP/1.0\r\n\r\n");
    cr_assert(not(request.persistent));
    expect(0, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    cr_assert(request.persistent);
    expect(0, "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n");
    cr_assert(not(request.persistent), "close weighs more");
}
