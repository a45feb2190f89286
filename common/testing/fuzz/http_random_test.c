/*
 * http_random_test.c - http keeps its promises for random requests and for the fuzzers' corpus, however the
 * network cuts them.
 *
 * The seeds are the same each time. SEED=n in the environment plays only that seed.
 */
#include "corpus.h"
#include "message.h"
#include "properties.h"
#include "random_http.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

TestSuite(http_random, .timeout = 60);

enum { SEEDS = 2000, HALVES = 16 };

static char input[RANDOM_HTTP_MOST];

static char crash_report[64];
static struct sigaction before;

/* Prints the seed when the program crashes. Then the same crash happens again, with the previous handler of
 * the signal: a sanitizer's, for example. */
static void report_crash(int number)
{
    ssize_t ignored = write(STDERR_FILENO, crash_report, strlen(crash_report));
    (void)ignored;
    sigaction(number, &before, NULL);
}

static void expect_promises_kept(uint64_t seed)
{
    size_t size = random_http(input, seed);
    snprintf(crash_report, sizeof crash_report, "SEED=%llu plays the crash again\n",
             (unsigned long long)seed);
    const char *broken = properties_broken_somehow(&http_service, input, size, seed, HALVES);
    cr_assert(eq(ptr, (void *)broken, NULL), "%s\nSEED=%llu plays it again: \"%s\"", broken,
              (unsigned long long)seed, message_escaped((struct text){input, size}));
}

Test(http_random, requests_break_no_promise_however_they_are_cut)
{
    const char *only = getenv("SEED");
    sigaction(SIGSEGV, &(struct sigaction){.sa_handler = report_crash}, &before);
    if (only != NULL)
        expect_promises_kept(strtoull(only, NULL, 10));
    for (uint64_t seed = 1; only == NULL && seed <= SEEDS; seed++)
        expect_promises_kept(seed);
}

Test(http_random, requests_get_every_kind_of_reply)
{
    static const char *const kinds[] = {"200", "206", "301", "304", "400", "404", "405",
                                        "408", "412", "414", "416", "431", "501", "505"};
    static unsigned counts[sizeof kinds / sizeof kinds[0]];
    static struct replay result;
    char status[32];

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        size_t size = random_http(input, seed);
        replay(&result, &http_service, input, size, size, size + 1, true);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            snprintf(status, sizeof status, "HTTP/1.1 %s ", kinds[i]);
            counts[i] +=
                message_find((struct text){result.output, result.size}, status) < result.size;
        }
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        cr_assert(ge(uint, counts[i], 5), "%s: %u times", kinds[i], counts[i]);
}

static void play(const char *name, const char *bytes, size_t size)
{
    const char *broken = properties_broken_somehow(&http_service, bytes, size, size, 500);
    cr_assert(eq(ptr, (void *)broken, NULL), "%s: %s", name, broken);
    broken = properties_broken_somehow(&echo_service, bytes, size, size, 100);
    cr_assert(eq(ptr, (void *)broken, NULL), "%s: %s", name, broken);
}

Test(http_random, nor_does_any_file_of_the_corpus)
{
    cr_assert(ge(sz, corpus_for_each(play), 60));
}
