/* conditions_test.c - what a condition or a range makes of an answer: RFC 9110 sections 13 and 14. */
#include "common/service/http/conditions.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

TestSuite(http_conditions, .timeout = 10);

#define TAG "\"0123456789abcdef\""

static size_t from, length;

/* The answer to a request with these field lines for something of so many bytes. */
static unsigned answer(const char *method, const char *fields, const char *tag, size_t size)
{
    static struct http_request request;
    static char input[4096];
    size_t examined = 0;
    snprintf(input, sizeof input, "%s / HTTP/1.1\r\nHost: a\r\n%s\r\n", method, fields);
    cr_assert(eq(int, http_request_read(&request, input, strlen(input), false, &examined),
                 HTTP_COMPLETE));
    cr_assert(eq(uint, request.status, 0), "%s", fields);
    from = length = 999;
    return http_select(&request, tag, size, &from, &length);
}

struct row {
    const char *fields;
    unsigned status;
};

static void expect_rows(const struct row *rows, size_t count, const char *tag)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert(eq(uint, answer("GET", rows[i].fields, tag, 10), rows[i].status), "%s",
                  rows[i].fields);
        cr_assert(eq(uint, answer("HEAD", rows[i].fields, tag, 10), rows[i].status), "%s",
                  rows[i].fields);
    }
}

#define EXPECT(tag, ...)                                                                           \
    expect_rows((const struct row[]){__VA_ARGS__},                                                 \
                sizeof((const struct row[]){__VA_ARGS__}) / sizeof(struct row), tag)

/* -- 13 Conditional requests ----------------------------------------------------------------- */

Test(http_conditions, if_none_match_is_false_for_this_tag_strong_or_weak_and_for_any)
{
    EXPECT(TAG, {"If-None-Match: " TAG "\r\n", 304}, {"If-None-Match: W/" TAG "\r\n", 304},
           {"If-None-Match: \"a\", W/\"b,c\" ,," TAG "\r\n", 304},
           {"If-None-Match: " TAG ",\"a\"\r\n", 304}, {"If-None-Match: *\r\n", 304},
           {"If-None-Match: \"a\"\r\nX: y\r\nIf-None-Match: " TAG "\r\n", 304});
}

Test(http_conditions, if_none_match_is_true_for_other_tags)
{
    EXPECT(TAG, {"", 200}, {"If-None-Match:\r\n", 200}, {"If-None-Match: \"a\"\r\n", 200},
           {"If-None-Match: \"*\"\r\n", 200}, {"If-None-Match: \"0123456789ABCDEF\"\r\n", 200},
           {"If-None-Match: \"x0123456789abcdef\"\r\n", 200},
           {"If-None-Match: 0123456789abcdef\r\n", 200}, {"X-If-None-Match: *\r\n", 200},
           {"If-None-Matc: *\r\n", 200});
}

Test(http_conditions, if_match_is_true_for_this_tag_if_strong_and_for_any)
{
    EXPECT(TAG, {"If-Match: " TAG "\r\n", 200}, {"If-Match: *\r\n", 200},
           {"If-Match: \"a\"," TAG "\r\n", 200}, {"If-Match: W/" TAG ", " TAG "\r\n", 200},
           {"If-Match: \"a\"\r\nIf-Match: " TAG "\r\n", 200}, {"If-Match: W/" TAG "\r\n", 412},
           {"If-Match: \"a\"\r\n", 412}, {"If-Match:\r\n", 412}, {"If-Match: a\r\n", 412});
}

Test(http_conditions, if_match_comes_before_if_none_match)
{
    EXPECT(TAG, {"If-None-Match: *\r\nIf-Match: \"a\"\r\n", 412},
           {"If-None-Match: " TAG "\r\nIf-Match: " TAG "\r\n", 304},
           {"If-None-Match: \"a\"\r\nIf-Match: *\r\n", 200});
}

Test(http_conditions, what_has_no_tag_is_matched_by_any_alone)
{
    EXPECT(NULL, {"If-Match: *\r\n", 200}, {"If-Match: " TAG "\r\n", 412}, {"If-Match:\r\n", 412},
           {"If-None-Match: *\r\n", 304}, {"If-None-Match: " TAG "\r\n", 200},
           {"If-None-Match:\r\n", 200});
}

/* Section 13.1.3: they MUST be ignored where there is no date of change. */
Test(http_conditions, conditions_on_dates_are_ignored)
{
    EXPECT(TAG, {"If-Modified-Since: Sun, 06 Nov 2044 08:49:37 GMT\r\n", 200},
           {"If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 200});
}

/* -- 14 Range requests ----------------------------------------------------------------------- */

/* The part of ten bytes that a range means, as "206 0+4"; "200" or "416" without one. */
static char *part(const char *range)
{
    static char text[64];
    char fields[256];
    snprintf(fields, sizeof fields, "Range: %s\r\n", range);
    unsigned status = answer("GET", fields, TAG, 10);
    if (status == 206)
        snprintf(text, sizeof text, "206 %zu+%zu", from, length);
    else
        snprintf(text, sizeof text, "%u", status);
    return text;
}

Test(http_conditions, a_range_is_a_first_and_a_last_byte_or_one_of_them)
{
    static const char *const ranges[][2] = {{"bytes=0-4", "206 0+5"},
                                            {"bytes=0-0", "206 0+1"},
                                            {"bytes=9-9", "206 9+1"},
                                            {"bytes=0-9", "206 0+10"},
                                            {"bytes=0-", "206 0+10"},
                                            {"bytes=4-", "206 4+6"},
                                            {"bytes=9-", "206 9+1"},
                                            {"bytes=5-10", "206 5+5"},
                                            {"bytes=5-99999999999999999999999", "206 5+5"},
                                            {"bytes=-1", "206 9+1"},
                                            {"bytes=-10", "206 0+10"},
                                            {"bytes=-11", "206 0+10"},
                                            {"bytes=-99999999999999999999999", "206 0+10"},
                                            {"BYTES=1-2", "206 1+2"},
                                            {"bytes=007-8", "206 7+2"}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        cr_assert(eq(str, part(ranges[i][0]), (char *)ranges[i][1]), "%s", ranges[i][0]);
}

Test(http_conditions, a_range_beyond_the_end_cannot_be_satisfied)
{
    static const char *const ranges[] = {"bytes=10-", "bytes=10-10", "bytes=10-99", "bytes=-0",
                                         "bytes=99999999999999999999999-"};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        cr_assert(eq(str, part(ranges[i]), "416"), "%s", ranges[i]);
}

Test(http_conditions, a_list_of_ranges_and_what_is_no_range_are_ignored)
{
    static const char *const ranges[] = {"",          "bytes",      "bytes=",        "bytes=-",
                                         "bytes=0",   "bytes=05",   "bytes=0-1,3-4", "bytes=0-1,",
                                         "bytes=4-3", "bytes=+0-1", "bytes=0-+1",    "bytes=0--1",
                                         "bytes=--1", "bytes= 0-1", "bytes=0 -1",    "bytes=0-x",
                                         "lines=0-1", "bytes:0-1",  "bytes=0-1;",    "xbytes=0-1",
                                         "bytes=a-",  "bytes=0-1-2"};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        cr_assert(eq(str, part(ranges[i]), "200"), "%s", ranges[i]);
}

Test(http_conditions, a_range_is_for_get_alone)
{
    cr_assert(eq(uint, answer("HEAD", "Range: bytes=0-4\r\n", TAG, 10), 200));
    cr_assert(eq(uint, answer("HEAD", "Range: bytes=99-\r\n", TAG, 10), 200));
}

Test(http_conditions, nothing_has_no_part)
{
    cr_assert(eq(uint, answer("GET", "Range: bytes=0-\r\n", TAG, 0), 200));
    cr_assert(eq(uint, answer("GET", "Range: bytes=-5\r\n", TAG, 0), 200));
}

Test(http_conditions, a_condition_comes_before_a_range)
{
    cr_assert(
        eq(uint, answer("GET", "Range: bytes=0-4\r\nIf-None-Match: " TAG "\r\n", TAG, 10), 304));
    cr_assert(eq(uint, answer("GET", "Range: bytes=99-\r\nIf-Match: \"a\"\r\n", TAG, 10), 412));
    cr_assert(eq(uint, answer("GET", "Range: bytes=0-4\r\nIf-Match: " TAG "\r\n", TAG, 10), 206));
}

Test(http_conditions, if_range_is_true_for_this_very_tag_and_otherwise_all_of_it_is_sent)
{
    static const char *const others[] = {"W/" TAG,
                                         "\"a\"",
                                         "*",
                                         "\"fedcba9876543210\"",
                                         "",
                                         TAG ", " TAG,
                                         "Sun, 06 Nov 1994 08:49:37 GMT"};
    char fields[256];
    cr_assert(eq(uint, answer("GET", "If-Range: " TAG "\r\nRange: bytes=2-\r\n", TAG, 10), 206));
    cr_assert(eq(uint, answer("GET", "Range: bytes=99-\r\nIf-Range: " TAG "\r\n", TAG, 10), 416));
    cr_assert(eq(uint, answer("GET", "If-Range: " TAG "\r\n", TAG, 10), 200));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        snprintf(fields, sizeof fields, "Range: bytes=2-\r\nIf-Range: %s\r\n", others[i]);
        cr_assert(eq(uint, answer("GET", fields, TAG, 10), 200), "%s", fields);
    }
}
