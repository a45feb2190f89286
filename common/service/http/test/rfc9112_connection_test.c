/*
 * rfc9112_connection_test.c - RFC 9112: how long a connection lasts.
 *
 *   8      an incomplete request is not carried out
 *   9.3    persistence by version and Connection; a body is read, or the connection ends
 *   9.3.2  replies in the order of the requests
 *   9.6    nothing is read after a request, or a reply, with "close"; (SHOULD) the reply says so
 *
 * Not here: what binds clients and proxies; TLS (9.7, 9.8). That the end of a connection does not
 * destroy the reply (9.6) is a matter of sockets: the contract suite, "linger".
 */
#include "answers.h"

TestSuite(rfc9112_connection, .timeout = 10);

#define HOST     "Host: a\r\n"
#define END      HOST "\r\n"
#define LINE     "GET /hello HTTP/1.1\r\n"
#define OLD_LINE "GET /hello HTTP/1.0\r\n"
#define HELLO    LINE END

Test(rfc9112_connection, section_8_half_a_request_is_not_carried_out)
{
    expect_answers("GET /sleep/5 HTTP/1.1\r\nHost: a\r\n", "");
    cr_assert(eq(ulong, played.requests, 0));
    cr_assert(eq(uint, fake_slept, 0));
    cr_assert(not(played.unread));
}

/* -- 9.3 Persistence ------------------------------------------------------------------------- */

Test(rfc9112_connection, section_9_3_http_1_1_is_persistent)
{
    expect_answers(HELLO HELLO, "200 200 ");
    cr_assert(eq(str, answer_field(&answers[0], "Connection"), ""));
    expect_answers(LINE "Connection: keep-alive, TE\r\n" END HELLO, "200 200 ");
}

Test(rfc9112_connection, section_9_3_http_1_0_is_persistent_only_when_asked)
{
    expect_answers(OLD_LINE "\r\n" HELLO, "200 ");
    expect_answers(OLD_LINE "Connection: Keep-Alive\r\n\r\n" HELLO, "200 200 ");
    cr_assert(eq(str, answer_field(&answers[0], "Connection"), "keep-alive"));
    expect_answers(OLD_LINE "Connection: keep-alive, close\r\n\r\n" HELLO, "200 ");
}

Test(rfc9112_connection, section_9_3_a_body_is_not_read_so_its_request_is_the_last)
{
    static const char *const bodies[] = {
        LINE "Content-Length: 3\r\n" END "abc" HELLO,
        OLD_LINE "Connection: keep-alive\r\nContent-Length: 3\r\n\r\nabc" HELLO,
        LINE "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n" HELLO,
        "GET /none HTTP/1.1\r\nContent-Length: 3\r\n" END "abc" HELLO,
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END "0\r\n\r\n" HELLO};
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        ask(bodies[i]);
        cr_assert(eq(uint, answered, 1), "%s", bodies[i]);
        expect_end(bodies[i]);
    }
}

/* The client asked to close; but the rest of the body may still be on its way. */
Test(rfc9112_connection, section_9_3_a_body_of_a_last_request_may_still_be_coming)
{
    ask(OLD_LINE "Content-Length: 3\r\n\r\nab");
    expect_end("HTTP/1.0 with a body");
    ask(LINE "Connection: close\r\nContent-Length: 3\r\n" END "ab");
    expect_end("close with a body");
}

Test(rfc9112_connection, section_9_3_2_replies_come_in_the_order_of_the_requests)
{
    static const char *const requests[] = {HELLO, "GET /none HTTP/1.1\r\n" END,
                                           "HEAD /hello HTTP/1.1\r\n" END,
                                           "GET /bytes/25 HTTP/1.1\r\n" END, HELLO};
    static char expected[65536];
    size_t size = 0;
    char all[1024] = "";
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        ask_in_pieces(requests[i], strlen(requests[i]), 1024, 1, i == 2);
        memcpy(expected + size, played.output, played.size);
        size += played.size;
        strcat(all, requests[i]);
    }
    replay(&played, &http_service, all, strlen(all), strlen(all), 1, false);
    cr_assert(eq(sz, played.size, size));
    cr_assert(eq(int, memcmp(played.output, expected, size), 0));
}

/* -- 9.6 Tear-down --------------------------------------------------------------------------- */

Test(rfc9112_connection, section_9_6_no_request_after_one_with_close_is_read)
{
    static const char *const options[] = {
        "close",        "Close",   "CLOSE", "keep-alive, close", "close, keep-alive",
        ", ,\tclose ,", "TE,close"};
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, HELLO LINE "Connection: %s\r\n" END HELLO, options[i]);
        expect_answers(text, "200 200 ");
        cr_assert(eq(str, answer_field(&answers[1], "Connection"), "close"), "%s", options[i]);
        cr_assert(eq(sz, played.left, strlen(HELLO)), "%s", options[i]);
    }
}

Test(rfc9112_connection, section_9_6_close_may_stand_in_a_field_of_its_own)
{
    expect_answers(LINE "Connection: keep-alive\r\nConnection: close\r\n" END HELLO, "200 ");
}

Test(rfc9112_connection, section_9_6_another_option_closes_nothing)
{
    expect_answers(LINE "Connection: closed, xclose, clos, \"close\"\r\nClose: close\r\n" END HELLO,
                   "200 200 ");
}

Test(rfc9112_connection, section_9_6_no_request_after_a_reply_with_close_is_read)
{
    static const char *const last[] = {"nonsense\r\n\r\n",
                                       "GET / HTTP/1.1\n",
                                       LINE "\r\n",
                                       "FOO / HTTP/1.1\r\n" END,
                                       "GET / HTTP/2.0\r\n" END,
                                       OLD_LINE "\r\n",
                                       LINE "Connection: close\r\n" END};
    for (size_t i = 0; i < sizeof last / sizeof last[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s" HELLO, last[i]);
        ask(text);
        cr_assert(eq(uint, answered, 1), "%s", last[i]);
        cr_assert(eq(str, answer_field(&answers[0], "Connection"), "close"), "%s", last[i]);
    }
}

Test(rfc9112_connection, section_9_6_a_server_that_is_to_stop_reads_no_further_request)
{
    fake_stopping = true;
    expect_answers(HELLO HELLO, "200 ");
    expect_end("stopping");
}
