/* echo_test.c - whatever comes in goes out again. */
#include "common/testing/fakes/service_fake.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

TestSuite(echo, .timeout = 10);

static struct replay result;
static char bytes[50000];

static void fill(void)
{
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 / 3 + i / 251); /* all values, NUL among them */
}

static void expect_echo(size_t size, size_t first, size_t step)
{
    replay(&result, &echo_service, bytes, size, first, step, false);
    cr_assert(eq(sz, result.size, size), "%zu bytes first, then %zu", first, step);
    cr_assert(eq(int, memcmp(result.output, bytes, size), 0), "%zu bytes first, then %zu", first,
              step);
}

Test(echo, sends_back_every_byte_however_they_come)
{
    static const size_t steps[] = {1, 3, 1000, 8191, 8192, 8193, 16384, 50000};
    fill();
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        expect_echo(sizeof bytes, steps[i], steps[i]);
        expect_echo(100, steps[i], 1);
    }
    cr_assert(not(result.unread));
}

Test(echo, without_input_it_is_the_peers_turn)
{
    static struct client client;
    struct context context = fake_context();
    client_init(&client, -1);
    cr_assert(eq(int, echo_service.respond(&client, &context), TURN_RECEIVE));
}

Test(echo, what_arrives_together_is_one_request)
{
    replay(&result, &echo_service, "one two", 7, 3, 4, false);
    cr_assert(eq(ulong, result.requests, 2));
    cr_assert(eq(ulong, atomic_load(&fake_counters.requests), 2));
}

Test(echo, ends_when_the_peer_has_ended_and_not_before_its_bytes_are_sent)
{
    static struct client client;
    struct context context = fake_context();
    client_init(&client, -1);
    fake_receive(&client, "last", 4);
    client.input.ended = true;
    cr_assert(eq(int, echo_service.respond(&client, &context), TURN_SEND));
    cr_assert(eq(sz, client_owed(&client), 4));
    cr_assert(eq(int, echo_service.respond(&client, &context), TURN_HANG_UP));
}

Test(echo, ends_without_a_word_when_the_peer_is_silent_for_too_long)
{
    static struct client client;
    struct context context = fake_context();
    client_init(&client, -1);
    client.input.timed_out = true;
    cr_assert(eq(int, echo_service.respond(&client, &context), TURN_HANG_UP));
    cr_assert(eq(sz, client_owed(&client), 0));
}

Test(echo, has_no_words_for_a_client_that_it_cannot_serve)
{
    static struct client client;
    struct context context = fake_context();
    client_init(&client, -1);
    echo_service.refuse(&client, &context);
    cr_assert(eq(sz, client_owed(&client), 0));
}

Test(echo, is_found_by_its_name_as_http_is)
{
    cr_assert(eq(ptr, (void *)service_find("echo"), (void *)&echo_service));
    cr_assert(eq(ptr, (void *)service_find("http"), (void *)&http_service));
    static const char *const none[] = {"", "ech", "echoo", "Echo", "ftp"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        cr_assert(eq(ptr, (void *)service_find(none[i]), NULL), "%s", none[i]);
}
