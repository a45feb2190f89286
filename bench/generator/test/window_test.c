/* window_test.c - when the measured time begins and ends. */
#include "bench/generator/window.h"
#include "common/socket/clock.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

TestSuite(window, .timeout = 10);

enum { LEAST = 100, MOST = 1000, DURATION = 5000 };

static struct window window = {.least = LEAST, .most = MOST, .duration = DURATION};
static int64_t from = WINDOW_UNKNOWN, until = WINDOW_UNKNOWN;

/* What a thread knows at that time, which counted something last at `counted`. */
static void look(int64_t now, int64_t counted)
{
    window_decide(&window, window.origin + now);
    window_adopt(&window, window.origin + counted, &from, &until);
}

static void expect(int64_t begin)
{
    cr_assert(eq(i64, from, window.origin + begin));
    cr_assert(eq(i64, until, window.origin + begin + DURATION));
}

static void expect_unknown(void)
{
    cr_assert(eq(i64, from, WINDOW_UNKNOWN));
    cr_assert(eq(i64, until, WINDOW_UNKNOWN));
}

Test(window, it_begins_when_the_last_client_has_had_its_first_reply)
{
    window_open(&window, 2);
    window_heard(&window);
    look(LEAST + 1, 0);
    expect_unknown();
    window_heard(&window);
    look(LEAST + 7, 0);
    expect(LEAST + 7);
}

Test(window, it_does_not_begin_before_the_warm_up_is_over)
{
    window_open(&window, 1);
    window_heard(&window);
    look(LEAST - 1, 0);
    expect_unknown();
    look(LEAST, 0);
    expect(LEAST);
}

Test(window, it_begins_at_the_limit_even_if_a_client_has_had_no_reply)
{
    window_open(&window, 1);
    look(MOST - 1, 0);
    expect_unknown();
    look(MOST, 0);
    expect(MOST);
}

Test(window, where_no_client_is_waited_for_it_is_known_from_the_start)
{
    window.most = LEAST;
    window_open(&window, 1);
    look(0, 0);
    expect(LEAST);
}

Test(window, a_thread_that_has_counted_something_since_begins_after_that)
{
    window_open(&window, 0);
    look(LEAST, LEAST + 50);
    cr_assert(eq(i64, from, window.origin + LEAST + 50));
    cr_assert(eq(i64, until, window.origin + LEAST + DURATION), "and ends with the others");
}

Test(window, cut_it_ends_at_once_but_not_before_what_was_counted)
{
    window.duration = INT64_C(3600000000000);
    window_open(&window, 0);
    look(LEAST, 0);
    window_cut(&window);
    int64_t end = window.until;
    cr_assert(end < window.origin + window.duration);
    look(LEAST, 0);
    cr_assert(eq(i64, until, end));
    cr_assert(window.cut);
    until = WINDOW_UNKNOWN;
    window_adopt(&window, end + 9, &from, &until);
    cr_assert(eq(i64, until, end + 9));
}

Test(window, cut_after_its_end_it_is_not_made_longer)
{
    window.duration = 1;
    window_open(&window, 0);
    look(LEAST, 0);
    while (clock_now() <= window.origin + LEAST + 1) {
    }
    window_cut(&window);
    cr_assert(eq(i64, window.until, window.origin + LEAST + 1));
}
