/* checks_test.c - each check must find a broken promise. */
#include "schedule_one.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

TestSuite(checks, .timeout = 10);

static void expect_broken(enum promise promise)
{
    cr_assert(eq(str, (char *)broken(), (char *)promise_text(promise)), "%s", verdict.detail);
}

Test(checks, a_good_schedule_breaks_nothing)
{
    schedule_one(HELLO);
    cr_assert(simulation_play(&schedule, &verdict), "%s: %s", broken(), verdict.detail);
    cr_assert(eq(str, (char *)verdict.endings[0], "closed by the client"));
    cr_assert(eq(str, (char *)verdict.endings[1], "closed by the client"));
}

Test(checks, a_single_wrong_byte_is_noticed)
{
    schedule_one("GET /bytes/100000 HTTP/1.1\r\nHost: a\r\n\r\n");
    for (network.spoil_at = 1; network.spoil_at < 100000; network.spoil_at += 9973) {
        cr_assert(not(simulation_play(&schedule, &verdict)));
        expect_broken(PROMISE_BYTES);
    }
}

Test(checks, a_lost_reply_is_noticed)
{
    schedule_one(HELLO HELLO);
    schedule.request_count = 2;
    schedule.requests[1] = schedule.requests[0];
    network.swallow = true;
    cr_assert(not(simulation_play(&schedule, &verdict)));
    expect_broken(PROMISE_WHOLE);
}

Test(checks, a_reply_to_another_request_is_noticed)
{
    schedule_one(HELLO);
    schedule.requests[0].status = 404;
    cr_assert(not(simulation_play(&schedule, &verdict)));
    expect_broken(PROMISE_REPLIES);
}

Test(checks, an_answer_after_the_last_is_noticed)
{
    schedule_one(HELLO HELLO);
    schedule.request_count = 2;
    schedule.requests[1] = schedule.requests[0];
    schedule.requests[0].last = true;
    cr_assert(not(simulation_play(&schedule, &verdict)));
    expect_broken(PROMISE_REPLIES);
}

Test(checks, a_last_word_to_a_client_with_more_to_ask_is_noticed)
{
    schedule_one("nonsense\r\n\r\n");
    schedule.requests[0].status = 400;
    schedule.end_at += NANOSECONDS;
    cr_assert(not(simulation_play(&schedule, &verdict)));
    expect_broken(PROMISE_END);
}

/* -- calls by hand --------------------------------------------------------------------------- */

/* Does by hand what a conversation could do, step by step, on a fresh connection. */
static void do_by_hand(void (*act)(void))
{
    static struct client nobody;
    client_init(&nobody, NETWORK_DESCRIPTOR);
    schedule_one(HELLO);
    schedule.arrivals[0].at += NANOSECONDS / 4;
    verdict = (struct verdict){.broken = KEPT};
    network_begin(&schedule, false);
    checks_begin(&verdict, &nobody);
    if (setjmp(checks_way_out) == 0)
        act();
}

static char bytes[100000];
static struct iovec piece = {bytes, 10};

static void receive_into(size_t size)
{
    network_recv(NETWORK_DESCRIPTOR, bytes, size, 0);
}

static void receive_nothing(void)
{
    receive_into(0);
}

static void receive_twice_before_anything_came(void)
{
    receive_into(10);
    receive_into(10);
}

static void receive_after_the_end(void)
{
    network_advance(network.now + 3 * NANOSECONDS / 4);
    receive_into(sizeof bytes);
    receive_into(sizeof bytes);
    receive_into(sizeof bytes);
}

static void receive_late(void)
{
    network_advance(network.now + 3 * NANOSECONDS / 2);
    receive_into(10);
}

static void receive_elsewhere(void)
{
    network_recv(NETWORK_DESCRIPTOR + 1, bytes, 10, 0);
}

static void send_again_what_was_not_taken(void)
{
    piece.iov_len = 5000;
    schedule.read_from += NANOSECONDS;
    network.read_at = schedule.read_from;
    network_writev(NETWORK_DESCRIPTOR, &piece, 1);
    network_writev(NETWORK_DESCRIPTOR, &piece, 1);
}

static void reset_early(void)
{
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    network_setsockopt(NETWORK_DESCRIPTOR, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

static void shut_down_without_a_last_word(void)
{
    network_shutdown(NETWORK_DESCRIPTOR, SHUT_WR);
}

static void look_at_the_clock_for_ever(void)
{
    for (;;)
        network_clock();
}

static void end_while_a_stop_would_find_it(void)
{
    network_stop_watch(NETWORK_DESCRIPTOR);
    checks_end(&(struct context){.clock = network_clock});
}

static void end_without_a_reason(void)
{
    checks_end(&(struct context){.clock = network_clock});
}

Test(checks, a_call_that_should_not_be_is_noticed)
{
    static const struct {
        void (*act)(void);
        enum promise promise;
    } wrong[] = {{receive_nothing, PROMISE_CALLS},
                 {receive_elsewhere, PROMISE_CALLS},
                 {receive_twice_before_anything_came, PROMISE_PROGRESS},
                 {receive_after_the_end, PROMISE_PROGRESS},
                 {send_again_what_was_not_taken, PROMISE_PROGRESS},
                 {receive_late, PROMISE_NOT_LATE},
                 {reset_early, PROMISE_NOT_EARLY},
                 {shut_down_without_a_last_word, PROMISE_LINGER},
                 {look_at_the_clock_for_ever, PROMISE_END},
                 {end_while_a_stop_would_find_it, PROMISE_CALLS},
                 {end_without_a_reason, PROMISE_END}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        do_by_hand(wrong[i].act);
        cr_expect(eq(str, (char *)broken(), (char *)promise_text(wrong[i].promise)), "number %zu",
                  i);
    }
}
