/* http_test.c - the http service's turns: what is answered, in which order, and when it ends. */
#include "common/testing/fakes/service_fake.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

TestSuite(http, .timeout = 10);

#define HOST  "Host: a\r\n"
#define END   HOST "\r\n"
#define HELLO "GET /hello HTTP/1.1\r\n" END

static struct replay result;

static void play(const char *bytes)
{
    replay(&result, &http_service, bytes, strlen(bytes), strlen(bytes), 1, false);
}

/* The status codes of all replies, as "200 404 ". */
static char *statuses(void)
{
    static char text[65536];
    size_t used = 0;
    for (size_t i = 0; i + 12 <= result.size; i++)
        if (memcmp(result.output + i, "HTTP/1.1 ", 9) == 0)
            used +=
                (size_t)snprintf(text + used, sizeof text - used, "%.3s ", result.output + i + 9);
    text[used] = '\0';
    return text;
}

static bool output_has(const char *text)
{
    result.output[result.size] = '\0'; /* only short ones are looked at */
    return fake_has(result.output, text);
}

/* -- requests and replies -------------------------------------------------------------------- */

Test(http, without_input_it_is_the_peers_turn)
{
    static struct client client;
    struct context context = fake_context();
    client_init(&client, -1);
    cr_assert(eq(int, http_service.respond(&client, &context), TURN_RECEIVE));
    cr_assert(eq(sz, client_owed(&client), 0));
}

Test(http, a_call_answers_one_request_and_leaves_the_next)
{
    static struct client client;
    struct context context = fake_context();
    client_init(&client, -1);
    fake_receive(&client, HELLO HELLO, strlen(HELLO HELLO));
    cr_assert(eq(int, http_service.respond(&client, &context), TURN_SEND));
    cr_assert(eq(ulong, client.requests, 1));
    cr_assert(eq(sz, client_input_length(&client), strlen(HELLO)));
}

Test(http, more_requests_than_the_input_holds_are_all_answered)
{
    enum { MANY = 400 }; /* some 16 KB of requests, and more of it than once round the input */
    static char all[3 * MANY * sizeof HELLO];
    size_t size = 0;
    for (int i = 0; i < 3 * MANY; i++, size += strlen(HELLO))
        memcpy(all + size, HELLO, strlen(HELLO));
    replay(&result, &http_service, all, size, size, size, false);
    cr_assert(eq(ulong, result.requests, 3 * MANY));
    cr_assert(eq(sz, result.left, 0));
}

Test(http, every_answer_is_counted_for_the_client_and_for_the_server)
{
    play(HELLO "POST / HTTP/1.1\r\n" END "GET /none HTTP/1.1\r\n" END "nonsense\r\n\r\n");
    cr_assert(eq(str, statuses(), "200 405 404 400 "));
    cr_assert(eq(ulong, result.requests, 4));
    cr_assert(eq(ulong, atomic_load(&fake_counters.requests), 4));
}

/* -- how long the connection lasts ----------------------------------------------------------- */

Test(http, a_client_that_asked_for_the_end_is_not_lingered_for)
{
    play("GET /hello HTTP/1.1\r\nConnection: close\r\n" END);
    cr_assert(not(result.unread));
    play("GET /hello HTTP/1.0\r\n\r\n");
    cr_assert(not(result.unread));
}

Test(http, a_method_that_is_not_allowed_ends_nothing)
{
    play("POST / HTTP/1.1\r\nContent-Length: 0\r\n" END HELLO);
    cr_assert(eq(str, statuses(), "405 200 "));
}

static void be_told_to_stop(unsigned ms)
{
    (void)ms;
    fake_stopping = true;
}

Test(http, a_server_told_to_stop_during_slow_work_says_so_with_that_reply)
{
    static const char slow[] = "GET /sleep/1 HTTP/1.1\r\n" END;
    static struct client client;
    struct context context = fake_context();
    context.sleep = be_told_to_stop;
    client_init(&client, -1);
    fake_receive(&client, slow, strlen(slow));
    cr_assert(eq(int, http_service.respond(&client, &context), TURN_HANG_UP));
    result.size = 0;
    fake_send(&client, result.output, sizeof result.output, &result.size);
    cr_assert(output_has("\r\nConnection: close\r\n"));
}

/* -- errors ---------------------------------------------------------------------------------- */

Test(http, an_error_ends_the_connection_with_input_unread)
{
    static const char *const bad[][2] = {{"nonsense\r\n\r\n", "400 "},
                                         {"GET / HTTP/1.1\n", "400 "},
                                         {"GET / HTTP/1.1\r\n\r\n", "400 "},
                                         {"FOO / HTTP/1.1\r\n" END, "501 "},
                                         {"GET / HTTP/2.0\r\n" END, "505 "}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s%s", bad[i][0], HELLO);
        play(text);
        cr_assert(eq(str, statuses(), (char *)bad[i][1]), "%s", bad[i][0]);
        cr_assert(result.unread, "%s", bad[i][0]);
        cr_assert(output_has("\r\nConnection: close\r\n"), "%s", bad[i][0]);
    }
}

Test(http, what_is_too_long_is_refused_while_it_still_comes)
{
    static char text[2 * CLIENT_INPUT_SIZE];
    memset(text, 'x', sizeof text);
    memcpy(text, "GET /", 5);
    replay(&result, &http_service, text, sizeof text, 1000, 1000, false);
    cr_assert(eq(str, statuses(), "414 "));
    cr_assert(result.unread);

    memcpy(text, "GET / HTTP/1.1\r\nX-Any: ", 23);
    replay(&result, &http_service, text, sizeof text, 1000, 1000, false);
    cr_assert(eq(str, statuses(), "431 "));
    cr_assert(result.unread);
}

static void play_until_timeout(const char *bytes)
{
    replay(&result, &http_service, bytes, strlen(bytes), strlen(bytes), 1, true);
}

Test(http, a_request_that_does_not_end_in_time_gets_408)
{
    play_until_timeout("GET / HTTP/1.1\r\nHost");
    cr_assert(eq(str, statuses(), "408 "));
    cr_assert(output_has("\r\nConnection: close\r\n"));
    play_until_timeout(HELLO "G");
    cr_assert(eq(str, statuses(), "200 408 "));
    cr_assert(result.unread, "and its client may be sending still");
}

Test(http, what_can_never_become_a_request_is_answered_before_the_client_is_silent_for_too_long)
{
    static const char *const bad[] = {"EHLO x\r\n", "GET /hello\r\n", "\x16\x03\x01\x02"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        play_until_timeout(bad[i]);
        cr_assert(eq(str, statuses(), "400 "), "%s", bad[i]);
        cr_assert(result.unread, "%s", bad[i]);
    }
}

Test(http, a_line_typed_into_nc_is_told_what_is_wrong_with_it)
{
    play("GET /hello HTTP/1.1\n");
    cr_assert(eq(str, statuses(), "400 "));
    cr_assert(output_has("LF alone"));
    cr_assert(output_has("nc -C"));
    play("GET /hello\r\n");
    cr_assert(not(output_has("nc -C")));
}

Test(http, a_client_that_is_silent_between_requests_leaves_without_a_word)
{
    play_until_timeout("");
    cr_assert(eq(sz, result.size, 0));
    play_until_timeout(HELLO);
    cr_assert(eq(str, statuses(), "200 "));
}

Test(http, a_client_that_cannot_be_served_now_gets_503)
{
    static struct client client;
    struct context context = fake_context();
    client_init(&client, -1);
    http_service.refuse(&client, &context);
    result.size = 0;
    fake_send(&client, result.output, sizeof result.output, &result.size);
    cr_assert(eq(str, statuses(), "503 "));
    cr_assert(output_has("\r\nConnection: close\r\n"));
    cr_assert(output_has("\r\nRetry-After: "));
}
