/* numbers_test.c - text to number: the whole text, digits only, within bounds. */
#include "common/socket/numbers.h"
#include "common/socket/clock.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <limits.h>
#include <stdio.h>

TestSuite(numbers, .timeout = 10);

static const char *const malformed[] = {"",    " ",   "-1",   "+1",      " 1",  "1 ",
                                        "1x",  "x1",  "0x1",  "1,0",     "1e1", "\n1",
                                        "1\n", "--1", "\xb2", "\xd9\xa1"};

Test(numbers, decimal_digits_are_a_number)
{
    unsigned long number;
    cr_assert(number_parse("0", 0, 9, &number));
    cr_assert(eq(ulong, number, 0));
    cr_assert(number_parse("1020304", 0, ULONG_MAX, &number));
    cr_assert(eq(ulong, number, 1020304));
    cr_assert(number_parse("0007", 0, 9, &number));
    cr_assert(eq(ulong, number, 7));
}

Test(numbers, anything_else_is_none)
{
    unsigned long number;
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        cr_assert(not(number_parse(malformed[i], 0, ULONG_MAX, &number)), "'%s'", malformed[i]);
    cr_assert(not(number_parse("1.0", 0, ULONG_MAX, &number)));
}

Test(numbers, both_bounds_are_allowed_and_nothing_beyond)
{
    unsigned long number;
    cr_assert(number_parse("10", 10, 20, &number));
    cr_assert(eq(ulong, number, 10));
    cr_assert(number_parse("20", 10, 20, &number));
    cr_assert(eq(ulong, number, 20));
    cr_assert(not(number_parse("9", 10, 20, &number)));
    cr_assert(not(number_parse("21", 10, 20, &number)));
    cr_assert(not(number_parse("0", 10, 20, &number)));
    cr_assert(not(number_parse("100", 10, 20, &number)));
    cr_assert(not(number_parse("7", 0, 3, &number)));
    cr_assert(not(number_parse("1", 0, 0, &number)));
}

Test(numbers, every_small_number_is_held_against_its_bound)
{
    for (unsigned most = 0; most < 130; most++) {
        for (unsigned value = 0; value < 1300; value++) {
            char text[16];
            unsigned long number;
            snprintf(text, sizeof text, "%u", value);
            bool good = number_parse(text, 0, most, &number);
            if (good != (value <= most) || (good && number != value))
                cr_fatal("%u of at most %u", value, most);
        }
    }
}

Test(numbers, a_number_too_great_for_its_type_does_not_wrap_round)
{
    char text[64];
    unsigned long number;
    snprintf(text, sizeof text, "%lu", ULONG_MAX);
    cr_assert(number_parse(text, 0, ULONG_MAX, &number));
    cr_assert(eq(ulong, number, ULONG_MAX));
    cr_assert(not(number_parse("18446744073709551616", 0, ULONG_MAX, &number)), "2^64");
    cr_assert(not(number_parse("18446744073709551617", 0, 10, &number)), "2^64 + 1");
    cr_assert(not(number_parse("99999999999999999999999999", 0, ULONG_MAX, &number)));
}

static int64_t seconds(const char *text)
{
    int64_t span;
    return number_parse_seconds(text, 3600, &span) ? span : -1;
}

Test(numbers, seconds_may_have_a_fraction)
{
    cr_assert(eq(i64, seconds("2"), 2 * NANOSECONDS));
    cr_assert(eq(i64, seconds("0.25"), 250 * MILLISECOND));
    cr_assert(eq(i64, seconds("10.001"), 10001 * MILLISECOND));
    cr_assert(eq(i64, seconds("1.123456789"), INT64_C(1123456789)));
    cr_assert(eq(i64, seconds("1.50"), 1500 * MILLISECOND));
    cr_assert(eq(i64, seconds("1."), NANOSECONDS));
}

Test(numbers, seconds_are_from_a_millisecond_to_the_most)
{
    cr_assert(eq(i64, seconds("0.001"), MILLISECOND));
    cr_assert(eq(i64, seconds("3600"), 3600 * NANOSECONDS));
    cr_assert(eq(i64, seconds("3600.0"), 3600 * NANOSECONDS));
    cr_assert(eq(i64, seconds("0"), -1));
    cr_assert(eq(i64, seconds("0.0"), -1));
    cr_assert(eq(i64, seconds("0.000999999"), -1));
    cr_assert(eq(i64, seconds("3600.000000001"), -1));
    cr_assert(eq(i64, seconds("3601"), -1));
    cr_assert(eq(i64, seconds("18446744073709551617"), -1));
}

Test(numbers, anything_else_is_no_number_of_seconds)
{
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        cr_assert(eq(i64, seconds(malformed[i]), -1), "'%s'", malformed[i]);
    cr_assert(eq(i64, seconds(".5"), -1));
    cr_assert(eq(i64, seconds("1.2.3"), -1));
    cr_assert(eq(i64, seconds("1.-5"), -1));
    cr_assert(eq(i64, seconds("1. 5"), -1));
    cr_assert(eq(i64, seconds("1.5s"), -1));
    cr_assert(eq(i64, seconds("1.0000000001"), -1), "finer than a nanosecond");
    cr_assert(eq(i64, seconds("inf"), -1));
    cr_assert(eq(i64, seconds("nan"), -1));
}
