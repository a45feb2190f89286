/* reply_test.c - the exact bytes of a reply. */
#include "common/service/http/reply.h"
#include "common/testing/fakes/service_fake.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

static struct client client;
static struct http_request request; /* of a client with HTTP/1.1 that stays */
static char output[70000];

static void start(void)
{
    client_init(&client, -1);
    request = (struct http_request){.persistent = true};
}

TestSuite(http_reply, .init = start, .timeout = 10);

static char *sent(void)
{
    size_t size = 0;
    fake_send(&client, output, sizeof output - 1, &size);
    output[size] = '\0';
    return output;
}

static char *text_reply(unsigned status, const char *text)
{
    struct context context = fake_context();
    http_reply_text(&client, &context, &request, status, text);
    return sent();
}

static char *error_reply(unsigned status)
{
    struct context context = fake_context();
    http_reply_error(&client, &context, &request, status);
    return sent();
}

static time_t moment;

static time_t at_that_moment(void)
{
    return moment;
}

Test(http_reply, a_text_is_a_head_and_a_body)
{
    cr_assert(eq(str, text_reply(200, "hello, world\n"),
                 "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: text/plain\r\n"
                 "Content-Length: 13\r\n\r\nhello, world\n"));
}

Test(http_reply, an_empty_text_has_a_length_too)
{
    cr_assert(eq(str, text_reply(200, ""),
                 "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: text/plain\r\n"
                 "Content-Length: 0\r\n\r\n"));
}

Test(http_reply, head_gets_the_same_head_and_no_body)
{
    request.head = true;
    cr_assert(eq(str, text_reply(200, "hello, world\n"),
                 "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: text/plain\r\n"
                 "Content-Length: 13\r\n\r\n"));
}

Test(http_reply, the_last_reply_says_that_it_closes)
{
    request.persistent = false;
    cr_assert(eq(str, text_reply(200, "x"),
                 "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: text/plain\r\n"
                 "Content-Length: 1\r\nConnection: close\r\n\r\nx"));
    request.old = true;
    cr_assert(fake_has(text_reply(200, "x"), "Connection: close\r\n"));
}

Test(http_reply, an_old_client_that_stays_is_told_so)
{
    request.old = true;
    cr_assert(eq(str, text_reply(200, "x"),
                 "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: text/plain\r\n"
                 "Content-Length: 1\r\nConnection: keep-alive\r\n\r\nx"));
}

Test(http_reply, more_fields_stand_before_the_empty_line)
{
    struct context context = fake_context();
    http_reply_put(&client, &context, &request,
                   &(struct http_reply){.status = 301,
                                        .type = "a/b",
                                        .fields = "Location: /x/\r\nX-Any: y\r\n",
                                        .body = "moved",
                                        .size = 5,
                                        .length = 5});
    cr_assert(eq(str, sent(),
                 "HTTP/1.1 301 Moved Permanently\r\n" FAKE_DATE "Content-Type: a/b\r\n"
                 "Content-Length: 5\r\nLocation: /x/\r\nX-Any: y\r\n\r\nmoved"));
}

Test(http_reply, an_error_names_itself_in_its_body)
{
    cr_assert(eq(str, error_reply(404),
                 "HTTP/1.1 404 Not Found\r\n" FAKE_DATE "Content-Type: text/plain\r\n"
                 "Content-Length: 14\r\n\r\n404 Not Found\n"));
}

Test(http_reply, each_status_has_its_reason)
{
    static const char *const lines[] = {"200 OK",
                                        "301 Moved Permanently",
                                        "400 Bad Request",
                                        "404 Not Found",
                                        "405 Method Not Allowed",
                                        "408 Request Timeout",
                                        "412 Precondition Failed",
                                        "414 URI Too Long",
                                        "431 Request Header Fields Too Large",
                                        "500 Internal Server Error",
                                        "501 Not Implemented",
                                        "503 Service Unavailable",
                                        "505 HTTP Version Not Supported"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        unsigned status;
        char expected[100];
        sscanf(lines[i], "%u", &status);
        snprintf(expected, sizeof expected, "HTTP/1.1 %s\r\n", lines[i]);
        error_reply(status);
        cr_assert(eq(int, strncmp(output, expected, strlen(expected)), 0), "%s", lines[i]);
        snprintf(expected, sizeof expected, "\r\n\r\n%s\n", lines[i]);
        cr_assert(fake_has(output, expected), "%s", lines[i]);
    }
}

Test(http_reply, a_304_is_a_head_alone_and_has_no_length)
{
    cr_assert(eq(str, error_reply(304), "HTTP/1.1 304 Not Modified\r\n" FAKE_DATE "\r\n"));
}

Test(http_reply, a_405_lists_what_is_allowed_and_no_other_error_does)
{
    cr_assert(fake_has(error_reply(405), "\r\nAllow: GET, HEAD\r\n"));
    cr_assert(not(fake_has(error_reply(404), "Allow")));
    cr_assert(not(fake_has(error_reply(501), "Allow")));
}

Test(http_reply, a_503_says_when_to_come_again)
{
    cr_assert(fake_has(error_reply(503), "\r\nRetry-After: 1\r\n"));
}

Test(http_reply, a_lasting_body_is_not_copied_and_is_repeated)
{
    struct context context = fake_context();
    http_reply_put(&client, &context, &request,
                   &(struct http_reply){.status = 200,
                                        .type = "a/b",
                                        .body = fake_filler,
                                        .size = sizeof fake_filler,
                                        .length = sizeof fake_filler + 5,
                                        .lasting = true});
    cr_assert(eq(ptr, (void *)client.output.body, fake_filler));
    cr_assert(eq(sz, client.output.body_left, sizeof fake_filler + 5));
    static const char head[] = "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: a/b\r\n"
                               "Content-Length: 65541\r\n\r\n";
    sent();
    cr_assert(eq(int, strncmp(output, head, strlen(head)), 0));
    cr_assert(eq(sz, strlen(output), strlen(head) + sizeof fake_filler + 5));
    cr_assert(eq(str, output + strlen(head) + sizeof fake_filler, "01234"));
}

Test(http_reply, head_gets_no_lasting_body_either)
{
    struct context context = fake_context();
    request.head = true;
    http_reply_put(&client, &context, &request,
                   &(struct http_reply){.status = 200,
                                        .type = "a/b",
                                        .body = "x",
                                        .size = 1,
                                        .length = 1000000,
                                        .lasting = true});
    cr_assert(eq(str, sent(),
                 "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: a/b\r\n"
                 "Content-Length: 1000000\r\n\r\n"));
}

Test(http_reply, the_date_is_that_of_the_moment_in_english_and_gmt)
{
    static const struct {
        time_t moment;
        const char *date;
    } some[] = {
        {0, "Thu, 01 Jan 1970 00:00:00"},          {951782400, "Tue, 29 Feb 2000 00:00:00"},
        {1709251199, "Thu, 29 Feb 2024 23:59:59"}, {1709251200, "Fri, 01 Mar 2024 00:00:00"},
        {1714521600, "Wed, 01 May 2024 00:00:00"}, {1735689599, "Tue, 31 Dec 2024 23:59:59"},
        {784111777, "Sun, 06 Nov 1994 08:49:37"},  {1754136307, "Sat, 02 Aug 2025 12:05:07"},
        {4107542400, "Mon, 01 Mar 2100 00:00:00"}, {-1, "Thu, 01 Jan 1970 00:00:00"}};
    struct context context = fake_context();
    context.date = at_that_moment;
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "\r\nDate: %s GMT\r\n", some[i].date);
        moment = some[i].moment;
        http_reply_error(&client, &context, &request, 404);
        cr_assert(fake_has(sent(), expected), "%s", some[i].date);
    }
}
