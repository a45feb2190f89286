/* request_line_test.c - the first line of a request: method, target, version. */
#include "common/service/http/request.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

TestSuite(http_request_line, .timeout = 10);

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct http_request request;

/* The status of a whole request with this line. */
static unsigned status_of_line(const char *line)
{
    static char input[1024];
    size_t examined = 0;
    snprintf(input, sizeof input, "%s\r\nHost: a\r\n\r\n", line);
    cr_assert(
        eq(int, http_request_read(&request, input, strlen(input), false, &examined), HTTP_COMPLETE),
        "%s", line);
    return request.status;
}

static void expect_lines(const char *const *lines, unsigned status)
{
    for (; *lines != NULL; lines++)
        cr_assert(eq(uint, status_of_line(*lines), status), "%s", *lines);
}

static void expect_targets(const char *const *targets, unsigned status)
{
    for (; *targets != NULL; targets++) {
        char line[512];
        snprintf(line, sizeof line, "GET %s HTTP/1.1", *targets);
        cr_assert(eq(uint, status_of_line(line), status), "%s", *targets);
    }
}

/* Pairs of a target and the path that it means. */
static void expect_paths(const char *const (*pairs)[2])
{
    for (; (*pairs)[0] != NULL; pairs++) {
        char line[512];
        snprintf(line, sizeof line, "GET %s HTTP/1.1", (*pairs)[0]);
        cr_assert(eq(uint, status_of_line(line), 0), "%s", line);
        cr_assert(eq(str, (char *)request.path, (char *)(*pairs)[1]), "%s", line);
    }
}

/* -- the request line ------------------------------------------------------------------------ */

Test(http_request_line, a_line_that_is_not_method_target_version_is_a_bad_request)
{
    expect_lines(LIST("GET", "GET ", "GET /", "GET / ", "GET  / HTTP/1.1", "GET /  HTTP/1.1",
                      " GET / HTTP/1.1", "GET / HTTP/1.1 ", "GET\t/\tHTTP/1.1", "GET / x HTTP/1.1",
                      "G(T / HTTP/1.1", "GET/ HTTP/1.1", "/ HTTP/1.1", "GET HTTP/1.1"),
                 400);
}

Test(http_request_line, a_version_is_http_slash_digit_dot_digit)
{
    expect_lines(LIST("GET / http/1.1", "GET / Http/1.1", "GET / HTTP/1", "GET / HTTP/1.",
                      "GET / HTTP/11", "GET / HTTP/1.10", "GET / HTTP/1,1", "GET / HTTP/a.1",
                      "GET / HTTP/1.a", "GET / HTTP/1./", "GET / HTTP//.1", "GET / HTTP/:.1",
                      "GET / HTTP/1.:", "GET / HTTP 1.1", "GET / HTTPS/1.1", "GET / XTTP/1.1"),
                 400);
}

Test(http_request_line, another_major_version_is_not_supported)
{
    expect_lines(LIST("GET / HTTP/0.9", "GET / HTTP/2.0", "GET / HTTP/3.1", "FOO / HTTP/9.9"), 505);
}

Test(http_request_line, a_later_minor_version_is_read_as_1_1)
{
    cr_assert(eq(uint, status_of_line("GET / HTTP/1.2"), 0));
    cr_assert(not(request.old));
    cr_assert(request.persistent);
}

Test(http_request_line, a_known_method_that_is_not_served_is_not_allowed)
{
    expect_lines(LIST("POST / HTTP/1.1", "PUT / HTTP/1.1", "DELETE / HTTP/1.1",
                      "OPTIONS * HTTP/1.1", "OPTIONS / HTTP/1.1", "TRACE / HTTP/1.1",
                      "PATCH / HTTP/1.1", "CONNECT a:80 HTTP/1.1"),
                 405);
}

Test(http_request_line, any_other_method_is_not_implemented)
{
    expect_lines(LIST("get / HTTP/1.1", "Get / HTTP/1.1", "GE / HTTP/1.1", "GETS / HTTP/1.1",
                      "HEADER / HTTP/1.1", "FOO * HTTP/1.1", "!#$ / HTTP/1.1"),
                 501);
}

Test(http_request_line, head_is_told_from_get_even_when_it_is_refused)
{
    cr_assert(eq(uint, status_of_line("GET / HTTP/1.1"), 0));
    cr_assert(not(request.head));
    cr_assert(eq(uint, status_of_line("HEAD / HTTP/1.1"), 0));
    cr_assert(request.head);
    cr_assert(eq(uint, status_of_line("HEAD /%zz HTTP/1.1"), 400));
    cr_assert(request.head);
}

/* -- the target ------------------------------------------------------------------------------ */

Test(http_request_line, a_target_that_is_no_path_of_this_server_is_a_bad_request)
{
    expect_targets(LIST("*", "hello", "?x", "a:80", "https://a/", "http:/a", "http://", "http:///x",
                        "http://?x", "http://:80/x", "http://:/x", "http://u@a/", "http://a:x/",
                        "http://[::1/x", "ftp://a/", "http//a/", "\\"),
                   400);
}

Test(http_request_line, a_target_with_an_octet_that_no_uri_has_is_a_bad_request)
{
    expect_targets(LIST("/a#b", "/#", "/\x7f", "/\x80", "/caf\xc3\xa9", "/\x01", "/a\tb", "/?\xff"),
                   400);
}

Test(http_request_line, a_target_with_such_an_octet_is_a_bad_request_for_any_method)
{
    expect_lines(LIST("POST /\x01 HTTP/1.1", "POST /\x7f HTTP/1.1", "OPTIONS \x80 HTTP/1.1",
                      "CONNECT a\tb HTTP/1.1", "FOO /#a HTTP/1.1", "DELETE  HTTP/1.1"),
                 400);
}

Test(http_request_line, the_path_of_an_absolute_target_is_what_follows_its_host)
{
    static const char *const pairs[][2] = {{"http://a", "/"},
                                           {"http://a/", "/"},
                                           {"HTTP://A.b:80/x", "/x"},
                                           {"http://a?x/y", "/"},
                                           {"http://[::1]:80/y?z", "/y"},
                                           {"http://a//x", "//x"},
                                           {"/http://a/x", "/http://a/x"},
                                           {NULL, NULL}};
    expect_paths(pairs);
}

Test(http_request_line, a_path_is_percent_decoded_once)
{
    static const char *const pairs[][2] = {
        {"/a%20b", "/a b"},     {"/%41%6a%4A", "/AjJ"},   {"/%252e", "/%2e"},
        {"/%2e%2E/x", "/../x"}, {"/%c3%A9", "/\xc3\xa9"}, {"/a%2Fb%3fc", "/a/b?c"},
        {"/%0d%0A", "/\r\n"},   {"http://a/%2a", "/*"},   {NULL, NULL}};
    expect_paths(pairs);
}

Test(http_request_line, a_query_is_cut_off_and_not_decoded)
{
    static const char *const pairs[][2] = {
        {"/a?b", "/a"},       {"/?", "/"},      {"/a??b", "/a"}, {"/a%3Fb?c", "/a?b"},
        {"/a?%zz%00%", "/a"}, {"/?/../x", "/"}, {NULL, NULL}};
    expect_paths(pairs);
}

Test(http_request_line, a_query_is_kept_as_it_came)
{
    static const char *const pairs[][2] = {{"/a?b", "b"},        {"/%61?b=%20&c?d", "b=%20&c?d"},
                                           {"/a?", ""},          {"/a", ""},
                                           {"http://a/?b", "b"}, {"http://a/%61%61?b", "b"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char line[128], query[64];
        snprintf(line, sizeof line, "GET %s HTTP/1.1", pairs[i][0]);
        cr_assert(eq(uint, status_of_line(line), 0), "%s", line);
        snprintf(query, sizeof query, "%.*s", (int)request.query_size,
                 request.query_size > 0 ? request.query : "");
        cr_assert(eq(str, query, (char *)pairs[i][1]), "%s", line);
    }
}

Test(http_request_line, a_broken_percent_code_or_an_encoded_nul_is_a_bad_request)
{
    expect_targets(LIST("/%", "/%4", "/%zz", "/%4g", "/%g4", "/%%41", "/%+1", "/%-1", "/%0x",
                        "/%00", "/a%00.html", "/%4?1", "http://a/%"),
                   400);
}
