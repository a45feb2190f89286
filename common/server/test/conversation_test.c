/* conversation_test.c - requests and replies, deadlines, and how a conversation ends. */
#include "conversation_fake.h"
#include "capture.h"
#include "common/server/stop.h"

#include <signal.h>

TestSuite(conversation, .timeout = 15);

#define LONG (4 * NANOSECONDS) /* a timeout that no test reaches */

/* -- requests and replies -------------------------------------------------------------------- */

IN_BOTH_WAYS(conversation, answers_request_after_request)
{
    converse_with_peer(LONG, 0);
    for (int i = 0; i < 5; i++) {
        say("hello\n");
        expect_to_hear("hi\n");
    }
    close(peer);
    time_to_its_end();
    cr_assert(eq(ulong, client.requests, 5));
    cr_assert(eq(str, (char *)client.ending, "closed by the client"));
}

IN_BOTH_WAYS(conversation, answers_all_that_came_at_once)
{
    converse_with_peer(LONG, 0);
    say("hello\nhello\nbye\n");
    expect_to_hear("hi\nhi\nbye\n");
    expect_the_end();
    time_to_its_end();
    cr_assert(eq(str, (char *)client.ending, "closed after the reply"));
}

IN_BOTH_WAYS(conversation, answers_a_client_that_has_closed_its_sending_side)
{
    converse_with_peer(LONG, 0);
    say("hello\nhello\n");
    shutdown(peer, SHUT_WR);
    expect_to_hear("hi\nhi\n");
    expect_the_end();
}

IN_BOTH_WAYS(conversation, puts_a_request_together_that_comes_byte_by_byte)
{
    converse_with_peer(LONG, 0);
    for (const char *byte = "hello\nbye\n"; *byte != '\0'; byte++) {
        say((char[]){*byte, '\0'});
        wait_to_hear(2); /* so that it goes on its way alone */
    }
    expect_to_hear("hi\nbye\n");
    expect_the_end();
}

/* -- deadlines ------------------------------------------------------------------------------- */

/* The upper bounds are generous: they tell "about the timeout" from "never", on a busy machine. */
static void expect_about(int64_t time, int64_t expected)
{
    cr_assert(ge(i64, time, expected));
    cr_assert(lt(i64, time, expected + 2 * NANOSECONDS));
}

IN_BOTH_WAYS(conversation, lets_a_silent_client_go_when_its_time_is_over)
{
    converse_with_peer(100 * MILLISECOND, 0);
    expect_the_end();
    expect_about(time_to_its_end(), 100 * MILLISECOND);
    cr_assert(eq(str, (char *)client.ending, "kept the server waiting too long"));
}

IN_BOTH_WAYS(conversation, lets_a_client_go_that_is_silent_after_its_request)
{
    converse_with_peer(100 * MILLISECOND, 0);
    say("hello\n");
    expect_to_hear("hi\n");
    expect_the_end();
    expect_about(time_to_its_end(), 100 * MILLISECOND);
}

IN_BOTH_WAYS(conversation, a_byte_now_and_then_buys_no_time)
{
    converse_with_peer(200 * MILLISECOND, 0);
    do
        say("x");
    while (!wait_to_hear(20) && clock_now() - began < LONG);
    expect_to_hear("too slow\n");
    expect_the_end();
    close(peer);
    expect_about(time_to_its_end(), 200 * MILLISECOND);
}

IN_BOTH_WAYS(conversation, the_first_byte_of_a_request_starts_a_time_of_its_own)
{
    converse_with_peer(1500 * MILLISECOND, 0);
    cr_assert(not(wait_to_hear(900)));
    say("hel");
    cr_assert(not(wait_to_hear(900)));
    say("lo\n");
    expect_to_hear("hi\n");
}

IN_BOTH_WAYS(conversation, each_request_has_the_whole_time_again)
{
    converse_with_peer(1500 * MILLISECOND, 0);
    for (int i = 0; i < 2; i++) {
        cr_assert(not(wait_to_hear(900)));
        say("hello\n");
        expect_to_hear("hi\n");
    }
}

/* -- the end --------------------------------------------------------------------------------- */

IN_BOTH_WAYS(conversation, an_early_reply_arrives_although_the_client_is_still_sending)
{
    static char more[1000000];
    converse_with_peer(LONG, 0);
    say("early\n");
    for (int i = 0; i < 5; i++) /* none of it is read by the service */
        cr_assert(lt(long, 0, (long)send(peer, more, sizeof more, MSG_NOSIGNAL)));
    expect_to_hear("no\n");
    expect_the_end();
    close(peer);
    time_to_its_end();
    cr_assert(eq(str, (char *)client.ending, "closed after an early reply"));
}

Test(conversation, lingers_for_two_seconds_and_not_for_ever)
{
    converse_with_peer(100 * MILLISECOND, 0);
    say("early\n");
    expect_to_hear("no\n");
    while (send(peer, "x", 1, MSG_NOSIGNAL) == 1 && clock_now() - began < LONG)
        poll(NULL, 0, 20);
    expect_about(time_to_its_end(), 2 * NANOSECONDS);
    cr_assert(eq(str, (char *)client.ending, "closed after an early reply, still sending"));
}

IN_BOTH_WAYS(conversation, a_reset_ends_it)
{
    converse_with_peer(LONG, 0);
    say("hel");
    loopback_reset(peer);
    cr_assert(lt(i64, time_to_its_end(), 2 * NANOSECONDS));
    cr_assert(eq(str, (char *)client.ending, "reset by the client"));
}

static void be_interrupted(int number)
{
    (void)number;
}

IN_BOTH_WAYS(conversation, signals_neither_end_it_nor_buy_time)
{
    struct sigaction action = {.sa_handler = be_interrupted}; /* without SA_RESTART */
    sigaction(SIGUSR1, &action, NULL);
    converse_with_peer(800 * MILLISECOND, 0);
    say("hel");
    for (int i = 0; i < 5; i++) {
        pthread_kill(serving, SIGUSR1);
        cr_assert(not(wait_to_hear(5)));
    }
    say("lo\n");
    expect_to_hear("hi\n");
    int64_t before = clock_now();
    while (!wait_to_hear(20) && clock_now() - before < LONG)
        pthread_kill(serving, SIGUSR1);
    expect_the_end();
    cr_assert(lt(i64, time_to_its_end(), 2 * NANOSECONDS));
}

IN_BOTH_WAYS(conversation, an_idle_client_leaves_at_once_when_the_server_is_to_stop)
{
    stop_install(-1);
    converse_with_peer(LONG, 0);
    say("hello\n");
    expect_to_hear("hi\n"); /* so it is watched */
    raise(SIGTERM);
    expect_the_end();
    cr_assert(lt(i64, time_to_its_end(), 2 * NANOSECONDS));
    cr_assert(eq(str, (char *)client.ending, "the server is stopping"));
}

/* -- turning away ---------------------------------------------------------------------------- */

Test(conversation, a_refused_client_gets_the_services_words_and_an_orderly_end)
{
    accept_peer(LONG, 0);
    say("hello\n"); /* the server does not read it: a plain close would reset */
    conversation_refuse(&server, &client);
    expect_to_hear("busy\n");
    expect_the_end();
}

Test(conversation, a_refusal_takes_a_tenth_of_a_second_at_most)
{
    accept_peer(LONG, 0);
    int64_t before = clock_now();
    conversation_refuse(&server, &client);
    int64_t taken = clock_now() - before;
    cr_assert(ge(i64, taken, 100 * MILLISECOND));
    cr_assert(lt(i64, taken, 1500 * MILLISECOND));
}

Test(conversation, a_refusal_is_over_when_the_client_has_closed)
{
    accept_peer(LONG, 0);
    close(peer);
    conversation_refuse(&server, &client);
    cr_assert(eq(str, (char *)client.ending, "closed after an early reply"));
}

/* -- what is said of it ---------------------------------------------------------------------- */

static char *said(bool verbose)
{
    static char text[1024];
    int before;
    accept_peer(LONG, 0);
    server.options.verbose = verbose;
    client.number = 7;
    say("hello\nbye\n");
    FILE *file = divert(stderr, &before);
    conversation_run(&server, &client);
    lead_back(stderr, before, file, text, sizeof text);
    return text;
}

Test(conversation, verbose_says_one_line_about_who_how_many_and_why)
{
    char *text = said(true);
    static const char *const parts[] = {"00-fake: ", "connection 7 ", "127.0.0.1:", "2 requests",
                                        "closed after the reply"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        cr_assert(fake_has(text, parts[i]), "%s in %s", parts[i], text);
    cr_assert(eq(ptr, strchr(text, '\n'), text + strlen(text) - 1));
}

Test(conversation, nothing_is_said_unless_asked)
{
    cr_assert(eq(str, said(false), ""));
}
