/* clock_test.c - a clock that only goes forward, waiting on it, and spans for the kernel. */
#include "common/socket/clock.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <signal.h>
#include <stdatomic.h>
#include <pthread.h>
#include <time.h>

TestSuite(clock, .timeout = 10);

Test(clock, never_goes_back)
{
    int64_t before = clock_now();
    for (int i = 0; i < 10000; i++) {
        int64_t now = clock_now();
        if (now < before)
            cr_fatal("from %lld to %lld", (long long)before, (long long)now);
        before = now;
    }
}

Test(clock, sleeps_as_long_as_it_is_told)
{
    int64_t before = clock_now();
    clock_sleep(50);
    int64_t slept = clock_now() - before;
    cr_assert(ge(i64, slept, 50 * MILLISECOND));
    cr_assert(lt(i64, slept, 5 * NANOSECONDS));
}

Test(clock, sleeps_more_than_a_second_too)
{
    int64_t before = clock_now();
    clock_sleep(1010);
    cr_assert(ge(i64, clock_now() - before, 1010 * MILLISECOND));
}

static atomic_int signals;
static atomic_bool awake;

static void count(int number)
{
    (void)number;
    signals++;
}

static void *disturb(void *sleeper)
{
    while (!awake) {
        pthread_kill(*(pthread_t *)sleeper, SIGUSR1);
        nanosleep(&(struct timespec){.tv_nsec = 5 * MILLISECOND}, NULL);
    }
    return NULL;
}

Test(clock, a_signal_does_not_cut_a_sleep_short)
{
    pthread_t sleeper = pthread_self(), disturber;
    struct sigaction action = {.sa_handler = count};
    sigaction(SIGUSR1, &action, NULL);
    pthread_create(&disturber, NULL, disturb, &sleeper);
    int64_t before = clock_now();
    clock_sleep(100);
    int64_t slept = clock_now() - before;
    awake = true;
    pthread_join(disturber, NULL);
    cr_assert(ge(i64, slept, 100 * MILLISECOND));
    cr_assert(lt(int, 0, signals), "it was meant to be disturbed");
}

static int64_t cpu_time(void)
{
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return used.tv_sec * NANOSECONDS + used.tv_nsec;
}

Test(clock, spins_as_long_as_it_is_told_in_time_of_the_processor)
{
    int64_t before = cpu_time();
    clock_spin(30);
    int64_t used = cpu_time() - before;
    cr_assert(ge(i64, used, 30 * MILLISECOND));
    cr_assert(lt(i64, used, NANOSECONDS));
}

Test(clock, sleeping_uses_no_time_of_the_processor)
{
    int64_t before = cpu_time();
    clock_sleep(50);
    cr_assert(lt(i64, cpu_time() - before, 20 * MILLISECOND));
}

static void expect_timeval(int64_t span, long seconds, long microseconds)
{
    struct timeval value = clock_timeval(span);
    cr_assert(eq(long, (long)value.tv_sec, seconds), "%lld ns", (long long)span);
    cr_assert(eq(long, (long)value.tv_usec, microseconds), "%lld ns", (long long)span);
}

Test(clock, a_span_is_seconds_and_microseconds)
{
    expect_timeval(2500 * MILLISECOND, 2, 500000);
    expect_timeval(NANOSECONDS, 1, 0);
    expect_timeval(3600 * NANOSECONDS, 3600, 0);
    expect_timeval(1000, 0, 1);
}

Test(clock, a_span_is_rounded_up)
{
    expect_timeval(1001, 0, 2);
    expect_timeval(NANOSECONDS - 1, 1, 0);
    expect_timeval(NANOSECONDS + 1, 1, 1);
}

Test(clock, a_span_is_never_zero_which_would_mean_for_ever)
{
    expect_timeval(1, 0, 1);
    expect_timeval(0, 0, 1);
    expect_timeval(-5 * NANOSECONDS, 0, 1);
}
