/* histogram_test.c - what the histogram promises: exact counts, and percentiles to 1 in 128. */
#include "bench/generator/figures/histogram.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

TestSuite(histogram, .timeout = 10);

enum { MANY = 20000 };

static struct histogram histogram, other, both;
static int64_t values[MANY];

/* Numbers that look random and are the same every time, spread evenly over the orders of magnitude
 * of a nanosecond to those of a minute. */
static void make_values(void)
{
    uint64_t state = 1;
    for (int i = 0; i < MANY; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        values[i] = (int64_t)(state >> 27 >> (state >> 20 & 31)); /* below 2^37 ns, 137 s */
    }
}

static int compare(const void *one, const void *two)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return (a > b) - (a < b);
}

static void record_all(struct histogram *into, const int64_t *list, int count)
{
    for (int i = 0; i < count; i++)
        histogram_record(into, list[i]);
}

/* Whether found is within 1/128 of exact. */
static bool is_near(int64_t found, int64_t exact)
{
    int64_t error = found < exact ? exact - found : found - exact;
    return error * 128 <= exact;
}

static void expect_percentile(double percent, int64_t value)
{
    cr_assert(eq(i64, histogram_percentile(&histogram, percent), value), "p%g", percent);
}

Test(histogram, percentiles_are_within_one_128th_of_the_exact_ones)
{
    static const double percents[] = {0.01, 0.1, 1, 10, 25, 50, 75, 90, 99, 99.9, 99.99, 100};
    make_values();
    record_all(&histogram, values, MANY);
    qsort(values, MANY, sizeof values[0], compare);
    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++) {
        int rank = (int)(percents[i] / 100 * MANY + 0.999); /* rounded up */
        int64_t exact = values[rank - 1];
        int64_t found = histogram_percentile(&histogram, percents[i]);
        cr_assert(is_near(found, exact), "p%g: %lld for %lld", percents[i], (long long)found,
                  (long long)exact);
    }
}

Test(histogram, a_percentile_is_a_value_that_so_many_do_not_exceed)
{
    for (int64_t value = 100; value >= 1; value--)
        histogram_record(&histogram, value);
    expect_percentile(1, 1);
    expect_percentile(50, 50);
    expect_percentile(50.5, 51); /* the 51st is the first that half of them and more not exceed */
    expect_percentile(99, 99);
    expect_percentile(99.9, 100);
    expect_percentile(100, 100);
}

Test(histogram, values_below_128_are_exact)
{
    for (int64_t value = 0; value < 128; value++) {
        histogram = (struct histogram){0};
        histogram_record(&histogram, 0);
        histogram_record(&histogram, value);
        histogram_record(&histogram, 1000);
        expect_percentile(50, value);
    }
}

Test(histogram, every_value_is_found_again_within_one_128th)
{
    for (int64_t value = 1; value < INT64_C(120000000000); value += 1 + value / 99) {
        histogram = (struct histogram){0};
        histogram_record(&histogram, 0);
        histogram_record(&histogram, value);
        histogram_record(&histogram, INT64_C(130000000000));
        int64_t found = histogram_percentile(&histogram, 50);
        cr_assert(is_near(found, value), "%lld: %lld", (long long)value, (long long)found);
    }
}

Test(histogram, minimum_mean_and_maximum_are_exact)
{
    make_values();
    double sum = 0;
    for (int i = 0; i < MANY; i++)
        sum += (double)values[i];
    record_all(&histogram, values, MANY);
    qsort(values, MANY, sizeof values[0], compare);
    cr_assert(eq(i64, histogram.least, values[0]));
    cr_assert(eq(i64, histogram.most, values[MANY - 1]));
    expect_percentile(100, values[MANY - 1]);
    cr_assert(epsilon_eq(dbl, histogram_mean(&histogram), sum / MANY, sum / MANY * 1e-9));
    histogram = (struct histogram){0};
    histogram_record(&histogram, 5);
    histogram_record(&histogram, 1007000); /* in the upper half of its bucket */
    expect_percentile(100, 1007000);
}

Test(histogram, merged_threads_are_as_one)
{
    make_values();
    record_all(&histogram, values, MANY / 3);
    record_all(&other, values + MANY / 3, MANY - MANY / 3);
    record_all(&both, values, MANY);
    histogram_merge(&histogram, &other);
    cr_assert(zero(int, memcmp(&histogram, &both, sizeof both)));
}

Test(histogram, merging_with_an_empty_one_changes_nothing)
{
    histogram_record(&histogram, 500);
    both = histogram;
    histogram_merge(&histogram, &other);
    cr_assert(zero(int, memcmp(&histogram, &both, sizeof both)), "an empty one was added");
    histogram_merge(&other, &histogram);
    cr_assert(zero(int, memcmp(&other, &both, sizeof both)), "it was added to an empty one");
}

Test(histogram, an_empty_one_is_all_zero)
{
    expect_percentile(50, 0);
    expect_percentile(100, 0);
    cr_assert(eq(dbl, histogram_mean(&histogram), 0));
}

Test(histogram, of_a_single_value_all_percentiles_are_that_value)
{
    histogram_record(&histogram, 123456789);
    expect_percentile(0, 123456789);
    expect_percentile(50, 123456789);
    expect_percentile(100, 123456789);
}

Test(histogram, impossible_values_are_counted_at_the_ends)
{
    histogram_record(&histogram, -5);
    histogram_record(&histogram, INT64_MAX);
    cr_assert(eq(u64, histogram.count, 2));
    expect_percentile(50, 0);
    expect_percentile(100, INT64_MAX);
    histogram_record(&histogram, INT64_MAX - 1);
    expect_percentile(60, INT64_MAX);
}

Test(histogram, a_higher_percentile_is_never_a_smaller_value)
{
    make_values();
    record_all(&histogram, values, MANY);
    int64_t before = 0;
    for (double percent = 0; percent <= 100; percent += 0.25) {
        int64_t value = histogram_percentile(&histogram, percent);
        cr_assert(ge(i64, value, before), "p%g", percent);
        before = value;
    }
}

/* -- lower bounds ------------------------------------------------------------------------------ */

Test(histogram, without_lower_bounds_no_percentile_is_one)
{
    histogram_record(&histogram, 1000);
    cr_assert(eq(u64, histogram.cut, 0));
    cr_assert(eq(i64, histogram_at_least_from(&histogram), INT64_MAX));
}

Test(histogram, a_percentile_is_a_lower_bound_from_the_least_of_them_on)
{
    for (int i = 1; i <= 98; i++)
        histogram_record(&histogram, i * 1000);
    histogram_record_at_least(&histogram, 200000);
    histogram_record_at_least(&histogram, 150001);
    cr_assert(eq(u64, histogram.count, 100));
    cr_assert(eq(u64, histogram.cut, 2));
    int64_t from = histogram_at_least_from(&histogram);
    cr_assert(histogram_percentile(&histogram, 98) < from);
    cr_assert(histogram_percentile(&histogram, 99) >= from);
    cr_assert(histogram_percentile(&histogram, 100) >= from);
}

/* A percentile is the middle of a bucket, and that may be less than the value. */
Test(histogram, a_lower_bound_alone_is_one_whatever_its_bucket)
{
    for (int64_t value = 1; value < 1000000; value += 37) {
        histogram = (struct histogram){.count = 0};
        histogram_record(&histogram, value / 2);
        histogram_record_at_least(&histogram, value);
        histogram_record(&histogram, 2 * value);
        cr_assert(histogram_percentile(&histogram, 60) >= histogram_at_least_from(&histogram),
                  "%lld", (long long)value);
    }
}

Test(histogram, merged_lower_bounds_stay_lower_bounds)
{
    histogram_record_at_least(&histogram, 900);
    histogram_record_at_least(&other, 70);
    histogram_record_at_least(&other, 80);
    histogram_merge(&histogram, &other);
    cr_assert(eq(u64, histogram.cut, 3));
    cr_assert(eq(i64, histogram_at_least_from(&histogram), 70));
    histogram_merge(&both, &histogram);
    cr_assert(eq(i64, histogram_at_least_from(&both), 70));
}
