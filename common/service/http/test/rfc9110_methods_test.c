/*
 * rfc9110_methods_test.c - RFC 9110, section by section: methods, expectations, conditions,
 * status codes.
 *
 *   9.1            GET and HEAD are there; (SHOULD) 501 for an unknown method
 *   9.3.2          no content for HEAD, whatever the status; (SHOULD) the same fields as for GET
 *   8.6            Content-Length for HEAD is that of GET
 *   9.3.6          CONNECT is refused
 *   10.1.1         Expect: a final reply at once; ignored in HTTP/1.0
 *   10.1.4, 6.6.2  TE and Trailer are ignored
 *   10.2.1, 15.5.6 Allow with 405
 *   13.1.1         If-Match: a route has no entity tag, so only "*" is true
 *   13.1.2         If-None-Match: "*" is false for what exists: 304
 *   13.1.3, 13.1.4 conditions on dates are ignored: nothing here has a date of change
 *   13.1.5, 14.2   a route ignores If-Range and Range; so is Content-Range ignored (14.4)
 *                  (pages have entity tags and parts: conditions_test.c, root_test.c)
 *   13.2.1         conditions are for requests that would succeed
 *   13.2.2         If-Match comes before If-None-Match
 *   15.2           no 1xx for HTTP/1.0 (and none for any other version)
 *   15.4.5         304 has no content
 *   15.5, 15.6     (SHOULD) an error explains itself
 *
 * Not here: POST, PUT, DELETE, OPTIONS, TRACE (9.3), which are optional and get 405;
 * authentication (11) and negotiation (12), which this server has none of; status codes that it
 * never sends (15: 101, 204, 205, 401, 426 …). And one reply that keeps 9.3.2 for GET only: the 503
 * of a full server is sent before it has read the request, so it does not know the method.
 */
#include "answers.h"

TestSuite(rfc9110_methods, .timeout = 10);

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
#define HOST      "Host: a\r\n"
#define END       HOST "\r\n"
#define LINE      "GET /hello HTTP/1.1\r\n"
#define OLD_LINE  "GET /hello HTTP/1.0\r\n"
#define HELLO     LINE END

/* -- 9 Methods ------------------------------------------------------------------------------- */

/* Asks twice, with GET and with HEAD, and expects the same head and no content for HEAD. */
static void expect_same_head(const char *rest)
{
    static char expected[4096], text[2 * CLIENT_INPUT_SIZE];
    snprintf(text, sizeof text, "GET %s", rest);
    ask(text);
    cr_assert(eq(uint, answered, 1), "GET %.200s", rest);
    snprintf(expected, sizeof expected, "%.*s\r\n", (int)answers[0].head_size, played.output);
    snprintf(text, sizeof text, "HEAD %s", rest);
    ask_head(text);
    cr_assert(eq(str, played.output, expected), "HEAD %.200s", rest);
}

Test(rfc9110_methods, section_9_1_get_and_head_are_there)
{
    expect_answers(HELLO, "200 ");
    ask_head("HEAD /hello HTTP/1.1\r\n" END);
    cr_assert(eq(str, answer_statuses(), "200 "));
}

Test(rfc9110_methods, section_9_1_an_unknown_method_gets_501)
{
    expect_each_answer(LIST("FOO /hello HTTP/1.1\r\n" END, "GETS /hello HTTP/1.1\r\n" END,
                            "HEA /hello HTTP/1.1\r\n" END, "! * HTTP/1.1\r\n" END),
                       "501 ", "Connection", "close");
}

Test(rfc9110_methods, section_9_3_2_head_gets_the_head_of_get_and_no_content)
{
    static const char *const rests[] = {"/hello HTTP/1.1\r\n" END,
                                        "/ HTTP/1.1\r\n" END,
                                        "/whoami HTTP/1.1\r\n" END,
                                        "/stats HTTP/1.1\r\n" END,
                                        "/sleep/5 HTTP/1.1\r\n" END,
                                        "/spin/5 HTTP/1.1\r\n" END,
                                        "/bytes/3000 HTTP/1.1\r\n" END,
                                        "/hello HTTP/1.0\r\n\r\n",
                                        "/hello HTTP/1.1\r\nContent-Length: 5\r\n" END};
    for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++)
        expect_same_head(rests[i]);
}

Test(rfc9110_methods, section_9_3_2_an_error_has_no_content_for_head_either)
{
    static const char *const rests[] = {"/none HTTP/1.1\r\n" END,
                                        "/bytes/x HTTP/1.1\r\n" END,
                                        "/%zz HTTP/1.1\r\n" END,
                                        "nonsense\r\n\r\n",
                                        "/hello HTTP/1.1\r\n\r\n",
                                        "/hello HTTP/1.1\n",
                                        "/hello HTTP/1.1\r\nX: \r\r\n\r\n",
                                        "/hello HTTP/1.1\r\nIf-Match: \"a\"\r\n" END,
                                        "/ HTTP/2.0\r\n" END,
                                        "/ HTTP/1.1\r\nTransfer-Encoding: a, chunked\r\n" END};
    for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++)
        expect_same_head(rests[i]);
}

Test(rfc9110_methods, section_9_3_2_what_is_too_long_has_no_content_for_head_either)
{
    static char rest[CLIENT_INPUT_SIZE + 1000];
    memset(rest, 'x', sizeof rest - 1);
    rest[0] = '/';
    expect_same_head(rest);
    cr_assert(eq(str, answer_statuses(), "414 "));
    memcpy(rest, "/ HTTP/1.1\r\nX: ", 15);
    expect_same_head(rest);
    cr_assert(eq(str, answer_statuses(), "431 "));
}

Test(rfc9110_methods, section_9_3_2_a_timeout_has_no_content_for_head_either)
{
    static const char some[] = "\r\nHEAD /hello HTT";
    replay(&played, &http_service, some, strlen(some), 1, 1, true);
    played.output[played.size] = '\0';
    size_t size = answer_read(&answers[0], played.output, played.size, true);
    cr_assert(eq(uint, answers[0].status, 408));
    cr_assert(eq(sz, played.size, size));
}

Test(rfc9110_methods, section_9_3_6_connect_is_refused)
{
    expect_each_answer(LIST("CONNECT a:80 HTTP/1.1\r\n" END, "CONNECT a: HTTP/1.1\r\n" END,
                            "CONNECT a:x HTTP/1.1\r\n" END, "CONNECT a HTTP/1.1\r\n" END),
                       "405 ", "Allow", "GET, HEAD");
}

/* -- 10 Message context ---------------------------------------------------------------------- */

Test(rfc9110_methods, section_10_1_1_an_expectation_gets_the_final_reply_at_once)
{
    expect_each_answer(LIST(LINE "Expect: 100-continue\r\nContent-Length: 5\r\n" END,
                            LINE "Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n" END,
                            LINE "Expect: 100-continue\r\nContent-Length: 5\r\n" END "hello"),
                       "200 ", "Connection", "close");
    expect_answers("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n" END, "405 ");
    expect_end("it may still send its content");
}

Test(rfc9110_methods, section_10_1_1_an_expectation_without_content_changes_nothing)
{
    expect_answers(LINE "Expect: 100-continue\r\n" END HELLO, "200 200 ");
}

Test(rfc9110_methods, section_10_1_1_and_15_2_an_http_1_0_client_gets_no_interim_reply)
{
    expect_answers(OLD_LINE "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello", "200 ");
    expect_answers(OLD_LINE "Expect: 100-continue\r\nConnection: keep-alive\r\n\r\n" HELLO,
                   "200 200 ");
}

/* It may get 417; here, as in most servers, it is ignored. */
Test(rfc9110_methods, section_10_1_1_an_unknown_expectation_is_ignored)
{
    expect_answers(LINE "Expect: a=\"b\";c, 200-ok\r\n" END HELLO, "200 200 ");
}

Test(rfc9110_methods, section_10_1_4_te_and_trailer_bring_no_coding_and_no_trailer)
{
    expect_answers(LINE
                   "Connection: TE\r\nTE: trailers, gzip;q=0.5\r\nTrailer: X-Any\r\n" END HELLO,
                   "200 200 ");
    cr_assert(eq(str, answer_field(&answers[0], "Transfer-Encoding"), ""));
}

Test(rfc9110_methods, section_15_5_6_a_405_lists_the_methods_that_are_allowed)
{
    expect_each_answer(LIST("POST / HTTP/1.1\r\n" END, "PUT /none HTTP/1.1\r\n" END,
                            "DELETE /hello HTTP/1.1\r\n" END, "OPTIONS * HTTP/1.1\r\n" END,
                            "OPTIONS /hello HTTP/1.1\r\n" END, "TRACE / HTTP/1.1\r\n" END,
                            "PATCH / HTTP/1.1\r\nContent-Length: 5\r\n" END "hello"),
                       "405 ", "Allow", "GET, HEAD");
}

/* -- 13 Conditional requests, 14 Range requests ---------------------------------------------- */

Test(rfc9110_methods, section_13_1_1_if_match_is_true_for_any_representation_only)
{
    expect_each_answer(LIST(LINE "If-Match: *\r\n" END, LINE "If-Match:\t* \r\n" END), "200 ",
                       "Content-Length", "13");
    expect_each_answer(LIST(LINE "If-Match: \"a\"\r\n" END, LINE "if-match: W/\"*\", \"b\"\r\n" END,
                            "GET / HTTP/1.1\r\nIf-Match: \"*\"\r\n" END),
                       "412 ", "Connection", "");
}

Test(rfc9110_methods, section_13_1_1_a_method_is_not_performed_on_a_false_condition)
{
    expect_answers("GET /sleep/5 HTTP/1.1\r\nIf-Match: \"a\"\r\n" END, "412 ");
    expect_answers("GET /sleep/5 HTTP/1.1\r\nIf-None-Match: *\r\n" END, "304 ");
    cr_assert(eq(uint, fake_slept, 0));
}

Test(rfc9110_methods, section_13_1_2_if_none_match_is_false_for_any_representation_only)
{
    expect_each_answer(LIST(LINE "If-None-Match: *\r\n" END,
                            "HEAD / HTTP/1.1\r\nIf-None-Match: *\r\n" END,
                            "GET / HTTP/1.0\r\nIf-None-Match: *\r\n\r\n"),
                       "304 ", "Date", "Sun, 06 Nov 1994 08:49:37 GMT");
    expect_each_answer(
        LIST(LINE "If-None-Match: \"a\"\r\n" END, LINE "If-None-Match: W/\"a\", \"*\"\r\n" END),
        "200 ", "Content-Length", "13");
}

Test(rfc9110_methods, section_13_1_3_to_13_1_5_conditions_on_dates_and_ranges_are_ignored)
{
    expect_each_answer(LIST(LINE "If-Modified-Since: Sun, 06 Nov 2044 08:49:37 GMT\r\n" END,
                            LINE "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n" END,
                            LINE "If-Modified-Since: x\r\nIf-Unmodified-Since: y\r\n" END,
                            LINE "If-Range: \"a\"\r\n" END,
                            LINE "If-Range: \"a\"\r\nRange: bytes=0-4\r\n" END),
                       "200 ", "Content-Length", "13");
}

Test(rfc9110_methods, section_13_2_1_a_condition_is_ignored_where_the_request_fails_anyway)
{
    expect_answers("GET /none HTTP/1.1\r\nIf-Match: \"a\"\r\n" END, "404 ");
    expect_answers("GET /none HTTP/1.1\r\nIf-None-Match: *\r\n" END, "404 ");
    expect_answers("GET /bytes/x HTTP/1.1\r\nIf-Match: \"a\"\r\n" END, "400 ");
    expect_answers("OPTIONS * HTTP/1.1\r\nIf-Match: \"a\"\r\n" END, "405 ");
    expect_answers(LINE "If-Match: \"a\"\r\n\r\n", "400 "); /* no Host */
}

Test(rfc9110_methods, section_13_2_2_if_match_comes_first)
{
    expect_answers(LINE "If-None-Match: *\r\nIf-Match: \"a\"\r\n" END, "412 ");
    expect_answers(LINE "If-None-Match: *\r\nIf-Match: *\r\n" END, "304 ");
}

Test(rfc9110_methods, section_14_2_range_and_content_range_are_ignored)
{
    expect_each_answer(LIST(LINE "Range: bytes=0-4\r\n" END, LINE "Range: lines=1-2\r\n" END,
                            LINE "Range: bytes=99999999999999999999-\r\n" END,
                            LINE "Content-Range: bytes 0-4/13\r\n" END),
                       "200 ", "Content-Length", "13");
}

/* -- 15 Status codes ------------------------------------------------------------------------- */

Test(rfc9110_methods, section_15_4_5_a_304_is_a_head_and_the_next_reply_follows_it)
{
    expect_answers(LINE "If-None-Match: *\r\n" END HELLO, "304 200 ");
    cr_assert(eq(str, answer_field(&answers[0], "Content-Length"), ""));
}

Test(rfc9110_methods, section_15_5_and_15_6_an_error_explains_itself)
{
    static const char *const errors[] = {"nonsense\r\n\r\n",        "GET /none HTTP/1.1\r\n" END,
                                         "POST / HTTP/1.1\r\n" END, "FOO / HTTP/1.1\r\n" END,
                                         "GET / HTTP/2.0\r\n" END,  LINE "If-Match: \"a\"\r\n" END};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        ask(errors[i]);
        cr_assert(gt(sz, answers[0].content_size, 0), "%s", errors[i]);
    }
}
