/*
 * rfc9112_test.c - what RFC 9112 (HTTP/1.1) asks of a server, section by section: messages,
 * request line, fields. Bodies: rfc9112_body_test.c; the life of a connection:
 * rfc9112_connection_test.c.
 *
 *   2.2    octets, not characters; a bare CR is invalid; white space before the first field;
 *          (SHOULD) an empty line before a request; 400 for what is no HTTP
 *   2.3    the version is case-sensitive
 *   3      414 for too long a target; (SHOULD) 8000 octets, 501 for a long method
 *   3.1    the method is case-sensitive
 *   3.2    400 for no Host, two, an invalid one; (SHOULD) 400 for an invalid request line
 *   3.2.2  absolute-form is taken, and its host overrides Host
 *   3.2.4  "*" is for OPTIONS alone
 *   4      the status line's spaces: http_answers.h checks each reply
 *   5.1    400 for white space before a colon; white space around a value is not part of it
 *   5.2    400 for a folded line
 *
 * Not here: what binds clients, proxies and gateways (2.3, 3.2.1, 3.2.3, 3.3, 5.2); sections 10 to
 * 12 (message/http, security considerations, IANA) have nothing for a server without TLS.
 */
#include "answers.h"

TestSuite(rfc9112, .timeout = 10);

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
#define HOST      "Host: a\r\n"
#define END       HOST "\r\n"
#define LINE      "GET /hello HTTP/1.1\r\n"
#define HELLO     LINE END

/* Refused with this status, in one reply, and HELLO after it is not answered. */
static void expect_refused(unsigned status, const char *text)
{
    char both[1024], expected[8];
    snprintf(both, sizeof both, "%s%s", text, HELLO);
    snprintf(expected, sizeof expected, "%u ", status);
    expect_answers(both, expected);
    expect_end(both);
}

static void expect_each_refused(unsigned status, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        expect_refused(status, *texts);
}

/* -- 2.2 Message parsing --------------------------------------------------------------------- */

Test(rfc9112, section_2_2_a_message_is_octets_and_not_characters)
{
    /* As characters of UTF-8 or UTF-16, these hold something like CR, LF or a colon. */
    expect_answers(LINE "X-Any: \xc4\x8a\xc4\x8d \xe5\xbc\x8a \xf0\x9f\x90\x8d\r\n" END, "200 ");
    expect_answers(LINE "X-Any: \xc0\x8a\xc0\x8d \xff\xfe\r\n" END, "200 ");
}

Test(rfc9112, section_2_2_a_bare_carriage_return_is_invalid)
{
    expect_each_refused(400, LIST("GET\r/hello HTTP/1.1\r\n" END, "GET /hello HTTP/1.1\r \r\n" END,
                                  LINE "X-Any: a\rb\r\n" END, LINE "X-Any\r: a\r\n" END,
                                  LINE "\rX-Any: a\r\n" END, LINE HOST "\r \r\n\r\n"));
}

Test(rfc9112, section_2_2_white_space_before_the_first_field_is_refused)
{
    expect_each_refused(400, LIST(LINE " " END, LINE "\t" END, LINE " X-Any: a\r\n" END,
                                  LINE " \r\n" END, LINE "  Host: b\r\n" END));
}

Test(rfc9112, section_2_2_an_empty_line_before_a_request_is_ignored)
{
    expect_answers("\r\n" HELLO "\r\n" HELLO, "200 200 ");
}

Test(rfc9112, section_2_2_what_is_no_http_gets_400_and_the_end)
{
    expect_each_refused(400, LIST("nonsense\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n",
                                  "HTTP/1.1 200 OK\r\n\r\n", "GET /hello\r\n\r\n", ":\r\n\r\n",
                                  LINE "no field\r\n" END, "POST /\x80 HTTP/1.1\r\n" END,
                                  "POST  HTTP/1.1\r\n" END));
}

/* -- 2.3 HTTP version ------------------------------------------------------------------------ */

Test(rfc9112, section_2_3_the_version_is_case_sensitive)
{
    expect_each_refused(400, LIST("GET /hello http/1.1\r\n" END, "GET /hello Http/1.1\r\n" END));
}

/* -- 3 Request line -------------------------------------------------------------------------- */

/* A GET whose target has so many octets, all of them in the query. */
static char *request_of(size_t octets)
{
    static char text[CLIENT_INPUT_SIZE];
    memset(text, 'x', sizeof text);
    memcpy(text, "GET /hello?", 11);
    snprintf(text + 4 + octets, sizeof text - 4 - octets, " HTTP/1.1\r\n" END);
    return text;
}

Test(rfc9112, section_3_a_request_line_of_8000_octets_is_read)
{
    expect_answers(request_of(8000 - strlen("GET  HTTP/1.1")), "200 ");
}

Test(rfc9112, section_3_a_target_that_is_too_long_gets_414)
{
    for (size_t octets = 8192; octets < 16000; octets += 500) {
        expect_answers(request_of(octets), "414 ");
        expect_end("too long");
    }
}

Test(rfc9112, section_3_a_method_longer_than_any_known_gets_501)
{
    char text[600];
    memset(text, 'G', sizeof text);
    snprintf(text + 500, sizeof text - 500, " /hello HTTP/1.1\r\n" END);
    expect_refused(501, text);
}

Test(rfc9112, section_3_1_the_method_is_case_sensitive)
{
    expect_each_refused(501, LIST("get /hello HTTP/1.1\r\n" END, "Head /hello HTTP/1.1\r\n" END,
                                  "gET /hello HTTP/1.1\r\n" END));
}

/* -- 3.2 Request target ---------------------------------------------------------------------- */

Test(rfc9112, section_3_2_a_request_without_host_is_refused)
{
    expect_each_refused(400, LIST(LINE "\r\n", LINE "X-Host: a\r\n\r\n",
                                  "GET http://a/hello HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\n\r\n",
                                  "GET /hello HTTP/1.2\r\n\r\n"));
}

Test(rfc9112, section_3_2_http_1_0_needs_no_host)
{
    expect_answers("GET /hello HTTP/1.0\r\n\r\n", "200 ");
}

Test(rfc9112, section_3_2_more_than_one_host_is_refused)
{
    expect_each_refused(400, LIST(LINE HOST HOST "\r\n", LINE HOST "X-Any: a\r\nhOST: b\r\n\r\n",
                                  LINE HOST "Host:\r\n\r\n", LINE "Host: a, b\r\n\r\n",
                                  "GET /hello HTTP/1.0\r\n" HOST HOST "\r\n"));
}

Test(rfc9112, section_3_2_an_invalid_host_is_refused_in_every_version)
{
    static const char *const hosts[] = {"a b",      "a/b",    "u@a",       "a:b",       "a:8:0",
                                        "http://a", "[::1",   "[]",        "::1",       "[1:2]",
                                        "[1:::2]",  "[::1]x", "[g::]",     "[1.2.3.4]", "a\x80",
                                        "a%",       "a%zz",   "[::1]:80x", "[:]",       "<a>"};
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
        for (char minor = '0'; minor <= '1'; minor++) {
            char text[128];
            snprintf(text, sizeof text, "GET /hello HTTP/1.%c\r\nHost: %s\r\n\r\n", minor,
                     hosts[i]);
            expect_refused(400, text);
        }
}

Test(rfc9112, section_3_2_a_host_may_be_empty_or_anything_that_a_uri_may_have)
{
    expect_each_answer(LIST(LINE "Host:\r\n\r\n", LINE "Host: \t \r\n\r\n", LINE "Host: a:\r\n\r\n",
                            LINE "Host: [2001:db8::1]:8080\r\n\r\n",
                            LINE "Host: 127.0.0.1:1\r\n\r\n",
                            LINE "Host: a_b.%41!$&'()*+,;=~\r\n\r\n"),
                       "200 ", NULL, NULL);
}

Test(rfc9112, section_3_2_an_invalid_request_line_gets_400)
{
    expect_each_refused(400, LIST("GET /a b HTTP/1.1\r\n" END, "GET  /hello HTTP/1.1\r\n" END,
                                  "GET /hello  HTTP/1.1\r\n" END, "GET\t/hello HTTP/1.1\r\n" END,
                                  "GET /hello\vHTTP/1.1\r\n" END, " GET /hello HTTP/1.1\r\n" END,
                                  "GET /hello HTTP/1.1 \r\n" END, "G(T /hello HTTP/1.1\r\n" END,
                                  "GET hello HTTP/1.1\r\n" END, "GET /#hello HTTP/1.1\r\n" END));
}

Test(rfc9112, section_3_2_2_the_host_of_an_absolute_target_overrides_the_field)
{
    expect_each_answer(LIST("GET http://a/hello HTTP/1.1\r\nHost: b\r\n\r\n",
                            "GET http://a:80/hello?x HTTP/1.1\r\nHost:\r\n\r\n",
                            "GET HTTP://A/hello HTTP/1.1\r\nHost: c:8080\r\n\r\n",
                            "GET http://a/hello HTTP/1.0\r\n\r\n"),
                       "200 ", "Content-Length", "13");
}

Test(rfc9112, section_3_2_3_and_3_2_4_other_forms_of_target_are_not_for_get)
{
    expect_each_refused(400, LIST("GET * HTTP/1.1\r\n" END, "GET a:80 HTTP/1.1\r\n" END));
    expect_answers("OPTIONS * HTTP/1.1\r\n" END HELLO, "405 200 ");
}

/* -- 5 Fields -------------------------------------------------------------------------------- */

Test(rfc9112, section_5_1_white_space_before_a_colon_is_refused)
{
    expect_each_refused(400, LIST(LINE "Host : a\r\n\r\n", LINE "X-Any\t: a\r\n" END,
                                  LINE HOST "Content-Length : 0\r\n\r\n", LINE "X Any: a\r\n" END));
}

Test(rfc9112, section_5_1_white_space_around_a_value_is_not_part_of_it)
{
    expect_answers(LINE "Host:\t a \t\r\nContent-Length:0\t \r\n\r\n" HELLO, "200 200 ");
}

Test(rfc9112, section_5_2_a_folded_line_is_refused)
{
    expect_each_refused(400, LIST(LINE HOST " b\r\n\r\n", LINE "X-Any: a\r\n\tb\r\n" END,
                                  LINE "X-Any:\r\n a\r\n" END, LINE HOST " \r\n\r\n",
                                  LINE "X-Any: a\r\n Content-Length: 5\r\n" END));
}
