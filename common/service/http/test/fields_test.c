/* fields_test.c - which header fields are taken, which are refused, and what they decide. */
#include "common/service/http/fields.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

TestSuite(http_fields, .timeout = 10);

#define HOST      "Host: a\r\n"
#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

enum { HTTP_1_1 = false, HTTP_1_0 = true };

static struct http_fields fields;

static unsigned read_text(const char *lines, bool old)
{
    fields = (struct http_fields){0};
    return http_fields_read(&fields, lines, lines + strlen(lines), old);
}

static void expect(unsigned status, bool old, const char *lines)
{
    cr_assert(eq(uint, read_text(lines, old), status), "%s", lines);
}

/* Reads one field, after a good Host. */
static unsigned read_field(const char *name, const char *value)
{
    char lines[512];
    snprintf(lines, sizeof lines, HOST "%s: %s\r\n", name, value);
    return read_text(lines, HTTP_1_1);
}

/* Each of a list of values, ended by NULL, for the same field gets the same status. */
static void expect_each(const char *name, const char *const *values, unsigned status)
{
    for (; *values != NULL; values++)
        cr_assert(eq(uint, read_field(name, *values), status), "%s: %s", name, *values);
}

/* The same for Host, which may be there once only. */
static void expect_hosts(const char *const *hosts, bool valid)
{
    for (; *hosts != NULL; hosts++) {
        char lines[512];
        snprintf(lines, sizeof lines, "Host: %s\r\n", *hosts);
        cr_assert(eq(uint, read_text(lines, HTTP_1_1), valid ? 0 : 400), "Host: %s", *hosts);
    }
}

/* -- the grammar of a field line ------------------------------------------------------------- */

Test(http_fields, a_name_is_read_in_upper_and_lower_case)
{
    expect(0, HTTP_1_1, "hOST: a\r\nCONTENT-LENGTH: 1\r\nconnection: CLOSE\r\n");
    cr_assert(eq(uint, fields.hosts, 1));
    cr_assert(fields.length);
    cr_assert(fields.close);
}

Test(http_fields, a_longer_or_shorter_name_is_another_field)
{
    expect(0, HTTP_1_1,
           HOST "Hosts: ,\r\nHos: ,\r\nX-Host: ,\r\nContent-Lengt: x\r\n"
                "Content-Length2: x\r\nTransfer-Encodin: x\r\n"
                "Connections: close\r\n");
    cr_assert(eq(uint, fields.hosts, 1));
    cr_assert(not(fields.length));
    cr_assert(not(fields.transfer));
    cr_assert(not(fields.close));
}

Test(http_fields, white_space_around_a_value_is_not_part_of_it)
{
    expect(0, HTTP_1_1, "Host:a\r\nContent-Length: \t 0 \t \r\n");
    cr_assert(fields.length);
}

Test(http_fields, a_value_may_be_empty_or_hold_a_tab_or_octets_above_127)
{
    expect_each("X-Any", LIST("", " ", "a\tb", "caf\xc3\xa9", "\xff", "a:b"), 0);
}

Test(http_fields, white_space_before_the_colon_is_refused)
{
    expect(400, HTTP_1_1, "Host : a\r\n");
    expect(400, HTTP_1_1, HOST "X-Any\t: a\r\n");
}

Test(http_fields, a_folded_line_is_refused)
{
    expect(400, HTTP_1_1, HOST "X-Any: a\r\n b\r\n");
    expect(400, HTTP_1_1, HOST "X-Any: a\r\n\tb: c\r\n");
    expect(400, HTTP_1_1, " " HOST);
}

Test(http_fields, a_line_without_a_name_or_without_a_colon_is_refused)
{
    static const char *const lines[] = {": a\r\n",      ":\r\n",        "X-Any\r\n",
                                        "X Any: a\r\n", "X(Any: a\r\n", "\"X\": a\r\n",
                                        "X/Y: a\r\n",   "\x80: a\r\n"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char text[64];
        snprintf(text, sizeof text, HOST "%s", lines[i]);
        cr_assert(eq(uint, read_text(text, HTTP_1_1), 400), "%s", lines[i]);
    }
}

Test(http_fields, no_control_character_is_taken_in_a_line)
{
    for (int c = 0; c < 128; c++) {
        char lines[] = HOST "X-Any: a?b\r\n";
        if ((c >= ' ' && c < 127) || c == '\t' || c == '\n') /* LF would make two lines of it */
            continue;
        *strchr(lines, '?') = (char)c;
        fields = (struct http_fields){0};
        unsigned status = http_fields_read(&fields, lines, lines + sizeof lines - 1, HTTP_1_1);
        cr_assert(eq(uint, status, 400), "in a value: %d", c);

        char named[] = HOST "X?Any: ab\r\n";
        *strchr(named, '?') = (char)c;
        fields = (struct http_fields){0};
        status = http_fields_read(&fields, named, named + sizeof named - 1, HTTP_1_1);
        cr_assert(eq(uint, status, 400), "in a name: %d", c);
    }
}

Test(http_fields, a_token_ends_at_the_first_character_that_cannot_be_in_one)
{
    static const char good[] = "!#$%&'*+-.^_`|~0123456789AZaz";
    static const char bad[] = "\"(),/:;<=>?@[\\]{} \t\r\n\x7f\x80\xff"; /* and the final 0 */

    cr_assert(eq(sz, http_token_length(good, strlen(good)), strlen(good)));
    cr_assert(eq(sz, http_token_length(good, 5), 5), "not beyond the length that is given");
    cr_assert(eq(sz, http_token_length(good, 0), 0));
    for (size_t i = 0; i < sizeof bad; i++) {
        char text[] = {'a', 'b', bad[i], 'c'};
        cr_assert(eq(sz, http_token_length(text, sizeof text), 2), "%d", bad[i]);
    }
}

/* -- Host ------------------------------------------------------------------------------------ */

Test(http_fields, host_is_required_in_http_1_1_only)
{
    expect(400, HTTP_1_1, "X-Any: a\r\n");
    expect(400, HTTP_1_1, "");
    expect(0, HTTP_1_0, "");
}

Test(http_fields, two_hosts_are_refused_even_if_they_agree)
{
    expect(400, HTTP_1_1, HOST "X-Any: a\r\n" HOST);
    expect(400, HTTP_1_0, HOST "Host: b\r\n");
}

Test(http_fields, a_host_is_a_name_or_an_address_and_maybe_a_port)
{
    expect_hosts(LIST("", "a", "example.com", "example.com:80", "127.0.0.1:8080", "a:", "[::1]",
                      "[::1]:8080", "[::ffff:1.2.3.4]", "a-b_c~d", "%61bc", "A.EXAMPLE"),
                 true);
}

Test(http_fields, what_is_no_host_is_refused)
{
    expect_hosts(LIST("a b", "a/b", "a:b", "a:80x", "a:8:0", "::1", "[::1", "[]", "[::1]x",
                      "[::1]80", "u@a", "a?b", "a#b", "\"a\"", "<a>", "a\\b", "http://a", "a\x80",
                      "[::1]:x", "[:]", "[1:2]", "[1:::2]", "[g::]", "[1.2.3.4]", "[::1%25a]",
                      "[1:2:3:4:5:6:7:8:9]",
                      "[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]"),
                 false);
}

/* RFC 3986 section 3.2.2: a percent sign in a name begins two hexadecimal digits. */
Test(http_fields, a_host_with_a_broken_percent_code_is_refused)
{
    expect_hosts(LIST("%", "a%", "%4", "%zz", "a%4gb"), false);
}

/* -- Content-Length -------------------------------------------------------------------------- */

Test(http_fields, a_content_length_of_zero_means_no_body)
{
    cr_assert(eq(uint, read_field("Content-Length", "0"), 0));
    cr_assert(fields.length);
    cr_assert(not(fields.body));
    cr_assert(eq(uint, read_field("Content-Length", "000"), 0));
    cr_assert(not(fields.body));
}

Test(http_fields, any_other_content_length_means_a_body_however_long)
{
    static const char *const some[] = {
        "1", "10", "007", "18446744073709551616", "99999999999999999999999999999999999999999",
        NULL};
    for (const char *const *length = some; *length != NULL; length++) {
        cr_assert(eq(uint, read_field("Content-Length", *length), 0), "%s", *length);
        cr_assert(fields.body, "%s", *length);
    }
}

/* -- Transfer-Encoding ----------------------------------------------------------------------- */

Test(http_fields, chunked_means_a_body)
{
    static const char *const good[] = {"chunked", "CHUNKED", "Chunked", ", chunked ,,", NULL};
    for (const char *const *coding = good; *coding != NULL; coding++) {
        cr_assert(eq(uint, read_field("Transfer-Encoding", *coding), 0), "%s", *coding);
        cr_assert(fields.body, "%s", *coding);
    }
}

/* -- characters and cases -------------------------------------------------------------------- */

Test(http_fields, only_letters_have_two_cases)
{
    cr_assert(http_is_named("Host", 4, "hOST"));
    cr_assert(not(http_is_named("@", 1, "`")), "right before A and a");
    cr_assert(not(http_is_named("[", 1, "{")), "right behind Z and z");
}

Test(http_fields, a_nul_hides_nothing_of_an_address)
{
    cr_assert(http_is_host("[::1]", 5));
    cr_assert(not(http_is_host("[::1\0x]", 7)));
}

/* -- Connection ------------------------------------------------------------------------------ */

Test(http_fields, connection_is_a_list_of_options)
{
    cr_assert(eq(uint, read_field("Connection", "Upgrade,, \tClose ,"), 0));
    cr_assert(fields.close);
    cr_assert(not(fields.keep_alive));
    cr_assert(eq(uint, read_field("Connection", "Keep-Alive"), 0));
    cr_assert(fields.keep_alive);
    cr_assert(not(fields.close));
    expect(0, HTTP_1_1, HOST "Connection: close\r\nConnection: keep-alive\r\n");
    cr_assert(fields.keep_alive, "in two fields");
    cr_assert(fields.close, "in two fields");
}
