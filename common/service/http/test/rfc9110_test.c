/*
 * rfc9110_test.c - what RFC 9110 (HTTP semantics) asks of an origin server that knows GET and
 * HEAD, section by section: messages, fields, routing, representations. Methods, conditions and
 * status codes: rfc9110_methods_test.c.
 *
 *   2.2      replies keep the grammar: http_answers.h checks each one; here, many kinds of them
 *   4.1      (SHOULD) a URI of 8000 octets
 *   4.2.1    an http URI with an empty host is refused
 *   4.2.4    (SHOULD) so is one with a user
 *   5.1      names in any case; (SHOULD) unknown fields are ignored
 *   5.3      no request is carried out before its last field; no field is sent twice (2.2)
 *   5.4      4xx for fields that are too large
 *   5.5      white space around a value, CR, LF, NUL in it; (SHOULD) other octets are no matter
 *   5.6.1.2  empty elements of a list
 *   5.6.7    the format of Date (other moments: reply_test.c)
 *   6.2      no version but HTTP/1.1 is sent (2.2); (SHOULD) a later minor version is taken for it
 *   6.6.1    Date
 *   7.4      a request for an https resource is refused
 *   7.8      Upgrade in HTTP/1.0 is ignored (in HTTP/1.1 it may be, and is)
 *   8.3, 8.6 (SHOULD) Content-Type, Content-Length; the length is true (2.2); none overflows
 *
 * Not here: clients, proxies, gateways, caches (most of 7), TLS (4.3); trailers (6.5), content
 * codings (8.4), dates of change (8.8.2), which this server never sends; HTTP dates of requests
 * (5.6.7), which it has no use for. Entity tags (8.8.3): conditions_test.c.
 */
#include "answers.h"

TestSuite(rfc9110, .timeout = 10);

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
#define HOST      "Host: a\r\n"
#define END       HOST "\r\n"
#define LINE      "GET /hello HTTP/1.1\r\n"
#define OLD_LINE  "GET /hello HTTP/1.0\r\n"
#define HELLO     LINE END

/* One of each kind of reply that a request can get. */
static const char *const kinds[] = {HELLO,
                                    "GET / HTTP/1.1\r\n" END,
                                    "GET /whoami HTTP/1.1\r\n" END,
                                    "GET /stats HTTP/1.1\r\n" END,
                                    "GET /sleep/5 HTTP/1.1\r\n" END,
                                    "GET /spin/5 HTTP/1.1\r\n" END,
                                    "GET /bytes/0 HTTP/1.1\r\n" END,
                                    "GET /bytes/3000 HTTP/1.1\r\n" END,
                                    OLD_LINE "Connection: keep-alive\r\n\r\n",
                                    OLD_LINE "\r\n",
                                    LINE "If-None-Match: *\r\n" END,
                                    "nonsense\r\n\r\n",
                                    "GET /bytes/x HTTP/1.1\r\n" END,
                                    "GET /none HTTP/1.1\r\n" END,
                                    "GET /%0d%0aSet-Cookie:%20a HTTP/1.1\r\n" END,
                                    "POST / HTTP/1.1\r\n" END,
                                    LINE "If-Match: \"a\"\r\n" END,
                                    "FOO / HTTP/1.1\r\n" END,
                                    "GET / HTTP/2.0\r\n" END,
                                    NULL};

/* -- 2 to 4: conformance, identifiers -------------------------------------------------------- */

Test(rfc9110, section_2_2_every_kind_of_reply_keeps_the_grammar)
{
    for (const char *const *kind = kinds; *kind != NULL; kind++) {
        ask(*kind);
        cr_assert(eq(uint, answered, 1), "%s", *kind);
        cr_assert(eq(str, answer_field(&answers[0], "Transfer-Encoding"), ""), "%s", *kind);
        cr_assert(eq(str, answer_field(&answers[0], "Set-Cookie"), ""), "%s", *kind);
    }
}

Test(rfc9110, section_4_1_a_uri_of_8000_octets_is_read)
{
    char text[9000];
    memset(text, 'x', sizeof text);
    memcpy(text, "GET http://a/hello?", 19);
    snprintf(text + 4 + 8000, sizeof text - 4 - 8000, " HTTP/1.1\r\n" END);
    expect_answers(text, "200 ");
}

Test(rfc9110, section_4_2_1_an_http_uri_with_an_empty_host_is_refused)
{
    expect_each_answer(LIST("GET http:///hello HTTP/1.1\r\n" END, "GET http:// HTTP/1.1\r\n" END,
                            "GET http://:80/hello HTTP/1.1\r\n" END,
                            "GET http://:/hello HTTP/1.1\r\n" END,
                            "GET http://?x HTTP/1.1\r\n" END),
                       "400 ", "Connection", "close");
}

Test(rfc9110, section_4_2_4_an_http_uri_with_a_user_is_refused)
{
    expect_each_answer(LIST("GET http://u@a/hello HTTP/1.1\r\n" END,
                            "GET http://u:p@a/hello HTTP/1.1\r\n" END,
                            "GET http://@a/hello HTTP/1.1\r\n" END),
                       "400 ", "Connection", "close");
}

/* -- 5 Fields -------------------------------------------------------------------------------- */

Test(rfc9110, section_5_1_a_field_name_may_be_in_any_case)
{
    expect_answers(LINE "hOST: a\r\ncONNECTION: close\r\n\r\n" HELLO, "200 ");
}

Test(rfc9110, section_5_1_an_unknown_field_is_ignored)
{
    expect_answers(LINE "X-Any: a\r\n!#$%&'*+-.^_`|~9: b\r\nAccept: */*\r\n" END HELLO, "200 200 ");
}

Test(rfc9110, section_5_3_no_request_is_carried_out_before_its_last_field)
{
    static const char request[] = "GET /sleep/5 HTTP/1.1\r\n" HOST "X-Any: a\r\n\r\n";
    for (size_t size = 0; size < strlen(request); size++) {
        ask_bytes(request, size);
        cr_assert(eq(uint, answered, 0), "after %zu bytes", size);
        cr_assert(eq(uint, fake_slept, 0), "after %zu bytes", size);
    }
}

Test(rfc9110, section_5_4_fields_that_are_too_large_get_431)
{
    static const char start[] = LINE HOST "X-Any: ";
    static char text[2 * CLIENT_INPUT_SIZE];
    memset(text, 'x', sizeof text);
    memcpy(text, start, strlen(start)); /* one long value … */
    ask_bytes(text, sizeof text);
    cr_assert(eq(str, answer_statuses(), "431 "));
    for (size_t at = strlen(LINE); at + 8 <= sizeof text; at += 8)
        memcpy(text + at, "X-A: b\r\n", 8); /* … or many short ones */
    ask_bytes(text, sizeof text);
    cr_assert(eq(str, answer_statuses(), "431 "));
    expect_end("many fields");
}

Test(rfc9110, section_5_5_white_space_around_a_value_is_not_part_of_it)
{
    expect_answers(LINE "Host: \t a\t \r\nConnection:\t close \t\r\n\r\n" HELLO, "200 ");
}

Test(rfc9110, section_5_5_a_value_with_cr_lf_or_nul_is_refused)
{
    for (size_t i = 0; i < 3; i++) {
        char text[] = LINE HOST "X-Any: a?b\r\n\r\n" HELLO;
        *strchr(text, '?') = "\r\n"[i]; /* the third is the final 0 */
        ask_bytes(text, sizeof text - 1);
        cr_assert(eq(str, answer_statuses(), "400 "), "%zu", i);
    }
}

Test(rfc9110, section_5_5_any_other_octet_of_a_value_is_no_matter)
{
    expect_answers(LINE "X-Any: caf\xc3\xa9 \x80\xff\ta:b\"\\,;\r\nX-Empty:\r\n" END HELLO,
                   "200 200 ");
}

Test(rfc9110, section_5_6_1_2_empty_elements_of_a_list_are_ignored)
{
    expect_answers(LINE "Connection: , ,,\t, close,,\r\n" END HELLO, "200 ");
    expect_answers(LINE "Connection: ,\r\nConnection:\r\n" END HELLO, "200 200 ");
}

/* -- 6 Messages ------------------------------------------------------------------------------ */

Test(rfc9110, section_6_2_a_later_minor_version_is_taken_for_1_1)
{
    expect_answers("GET /hello HTTP/1.2\r\n" END "GET /hello HTTP/1.9\r\n" END HELLO,
                   "200 200 200 ");
}

/* Nor any other kind: it may be there with 5xx, and must with 2xx, 3xx and 4xx. */
Test(rfc9110, section_6_6_1_no_reply_is_without_its_date)
{
    for (const char *const *kind = kinds; *kind != NULL; kind++) {
        ask(*kind);
        char *date = answer_field(&answers[0], "Date");
        cr_assert(eq(str, date, "Sun, 06 Nov 1994 08:49:37 GMT"), "%s", *kind); /* 5.6.7 */
    }
}

/* -- 7 Routing ------------------------------------------------------------------------------- */

Test(rfc9110, section_7_4_a_request_for_an_https_resource_is_refused)
{
    expect_each_answer(LIST("GET https://a/hello HTTP/1.1\r\n" END,
                            "GET HTTPS://a:443/hello HTTP/1.1\r\n" END,
                            "GET https:///hello HTTP/1.1\r\n" END),
                       "400 ", "Connection", "close");
}

Test(rfc9110, section_7_6_2_max_forwards_is_ignored)
{
    expect_answers(LINE "Max-Forwards: 0\r\n" END HELLO, "200 200 ");
}

Test(rfc9110, section_7_8_upgrade_is_ignored_in_every_version)
{
    expect_answers(LINE "Connection: upgrade\r\nUpgrade: websocket, h2c\r\n" END HELLO, "200 200 ");
    expect_answers(OLD_LINE "Connection: upgrade, keep-alive\r\nUpgrade: HTTP/1.1\r\n\r\n" HELLO,
                   "200 200 ");
    cr_assert(eq(str, answer_field(&answers[0], "Upgrade"), ""));
}

/* -- 8 Representations ----------------------------------------------------------------------- */

Test(rfc9110, section_8_3_content_comes_with_its_type)
{
    for (const char *const *kind = kinds; *kind != NULL; kind++) {
        ask(*kind);
        bool typed = strchr(answer_field(&answers[0], "Content-Type"), '/') != NULL;
        cr_assert(eq(int, typed, answers[0].status != 304), "%s", *kind);
    }
}

Test(rfc9110, section_8_6_every_content_has_its_length)
{
    for (const char *const *kind = kinds; *kind != NULL; kind++) {
        ask(*kind);
        bool measured = answer_field(&answers[0], "Content-Length")[0] != '\0';
        cr_assert(eq(int, measured, answers[0].status != 304), "%s", *kind);
    }
    ask("GET /bytes/3000 HTTP/1.1\r\n" END);
    cr_assert(eq(str, answer_field(&answers[0], "Content-Length"), "3000"));
}

/* As a 32-bit or a 64-bit number, each would be 0: no body, and the next bytes a request. */
Test(rfc9110, section_8_6_no_length_of_a_body_overflows)
{
    expect_each_answer(LIST(LINE "Content-Length: 4294967296\r\n" END HELLO,
                            LINE "Content-Length: 18446744073709551616\r\n" END HELLO,
                            LINE "Content-Length: 36893488147419103232\r\n" END HELLO),
                       "200 ", "Connection", "close");
}
