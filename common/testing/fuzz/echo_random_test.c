/* echo_random_test.c - random bytes come back unchanged, however the network cuts them. */
#include "properties.h"
#include "random_http.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

TestSuite(echo_random, .timeout = 60);

static char input[3 * CLIENT_INPUT_SIZE];

static void expect_promises_kept(uint64_t seed)
{
    uint64_t state = seed;
    size_t size = random_below(&state, seed % 8 == 0 ? sizeof input : 300);
    for (size_t i = 0; i < size; i++)
        input[i] = (char)random_below(&state, 256);
    const char *broken = properties_broken_somehow(&echo_service, input, size, seed, 16);
    cr_assert(eq(ptr, (void *)broken, NULL), "%s\nSEED=%llu plays it again", broken,
              (unsigned long long)seed);
}

Test(echo_random, bytes_break_no_promise_however_they_are_cut)
{
    const char *only = getenv("SEED");
    if (only != NULL)
        expect_promises_kept(strtoull(only, NULL, 10));
    for (uint64_t seed = 1; only == NULL && seed <= 200; seed++)
        expect_promises_kept(seed);
}
