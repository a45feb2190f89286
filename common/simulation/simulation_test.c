/*
 * simulation_test.c - tens of thousands of schedules, always the same ones; and whether the
 * simulation would notice: each check is shown something that it must not let pass.
 *
 * "make simulate" plays others.
 */
#include "simulation.h"

#include "../clock.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

TestSuite(simulation, .timeout = 60);

enum { SEEDS = 20000, LAST_SEED = SEEDS };

static struct verdict verdict;
static struct schedule schedule;

static void expect_kept(uint64_t first, uint64_t last)
{
    for (uint64_t seed = first; seed <= last; seed++)
        if (!simulation_run(seed, &verdict))
            cr_fatal("seed %lu, %s: %s: %s", (unsigned long)seed, verdict.way,
                     promise_text(verdict.broken), verdict.detail);
}

Test(simulation, all_promises_are_kept_in_the_first_half_of_the_seeds)
{
    expect_kept(1, SEEDS / 2);
}

Test(simulation, all_promises_are_kept_in_the_second_half_of_the_seeds)
{
    expect_kept(SEEDS / 2 + 1, LAST_SEED);
}

/* -- is it worth anything? ------------------------------------------------------------------- */

static bool has_ended(const char *words)
{
    for (int way = 0; way < 3; way++)
        if (verdict.endings[way] != NULL && strcmp(verdict.endings[way], words) == 0)
            return true;
    return false;
}

Test(simulation, a_few_hundred_seeds_meet_every_way_to_end)
{
    static const char *const endings[] = {"the client was gone before its reply",
                                          "the server is stopping",
                                          "closed by the client",
                                          "kept the server waiting too long",
                                          "closed after the reply",
                                          "reset by the client",
                                          "closed after an early reply",
                                          "did not read its reply in time",
                                          "closed after an early reply, still sending",
                                          "idle, and gave way to one that waits"};
    enum { COUNT = sizeof endings / sizeof endings[0] };
    bool met[COUNT] = {false};

    for (uint64_t seed = 1; seed <= 1000; seed++) {
        simulation_run(seed, &verdict);
        for (size_t i = 0; i < COUNT; i++)
            met[i] |= has_ended(endings[i]);
    }
    for (size_t i = 0; i < COUNT; i++)
        cr_expect(met[i], "%s", endings[i]);
}

static char *log_of(uint64_t seed)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    simulation_replay(seed, &verdict, file);
    fclose(file);
    return text;
}

Test(simulation, a_seed_is_the_same_story_each_time)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        char *one = log_of(seed);
        simulation_run(seed + 100, &verdict); /* whatever came in between */
        char *other = log_of(seed);
        cr_assert(eq(str, one, other));
        cr_assert(strstr(one, "recv(") != NULL);
        free(one);
        free(other);
    }
}

/* -- would the checks notice? ---------------------------------------------------------------- */

/* A peer that sends one request and finishes, on a network without a fault. */
static void schedule_one(const char *request)
{
    static const int64_t start = SCHEDULE_START * NANOSECONDS;
    schedule_make(&schedule, 1);
    schedule.size = strlen(request);
    memcpy(schedule.bytes, request, schedule.size);
    schedule.request_count = schedule.arrival_count = 1;
    schedule.requests[0] = (struct planned_request){.status = 200, .end = schedule.size};
    schedule.arrivals[0] = (struct arrival){start, schedule.size};
    schedule.timeout = NANOSECONDS;
    schedule.end = PEER_HALF_CLOSES;
    schedule.end_at = start + NANOSECONDS / 2;
    schedule.stop_at = INT64_MAX;
    schedule.send_room = 4096;
    schedule.read_from = start;
    schedule.read_period = 0;
    schedule.read_most = SIZE_MAX;
    schedule.interrupt = schedule.shorten = schedule.hold_up = schedule.mislead = 0;
    schedule.waits = schedule.fail_at = 0;
}

#define HELLO "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

static const char *broken(void)
{
    return promise_text(verdict.broken);
}

static void expect_broken(enum promise promise)
{
    cr_assert(eq(str, (char *)broken(), (char *)promise_text(promise)), "%s", verdict.detail);
}

Test(simulation, a_good_schedule_breaks_nothing)
{
    schedule_one(HELLO);
    cr_assert(simulation_play(&schedule, &verdict), "%s: %s", broken(), verdict.detail);
    cr_assert(eq(str, (char *)verdict.endings[0], "closed by the client"));
    cr_assert(eq(str, (char *)verdict.endings[1], "closed by the client"));
}

Test(simulation, a_single_wrong_byte_is_noticed)
{
    schedule_one("GET /bytes/100000 HTTP/1.1\r\nHost: a\r\n\r\n");
    for (network.spoil_at = 1; network.spoil_at < 100000; network.spoil_at += 9973) {
        cr_assert(not(simulation_play(&schedule, &verdict)));
        expect_broken(PROMISE_BYTES);
    }
}

Test(simulation, a_lost_reply_is_noticed)
{
    schedule_one(HELLO HELLO);
    schedule.request_count = 2;
    schedule.requests[1] = schedule.requests[0];
    network.swallow = true;
    cr_assert(not(simulation_play(&schedule, &verdict)));
    expect_broken(PROMISE_WHOLE);
}

Test(simulation, a_reply_to_another_request_is_noticed)
{
    schedule_one(HELLO);
    schedule.requests[0].status = 404;
    cr_assert(not(simulation_play(&schedule, &verdict)));
    expect_broken(PROMISE_REPLIES);
}

Test(simulation, an_answer_after_the_last_is_noticed)
{
    schedule_one(HELLO HELLO);
    schedule.request_count = 2;
    schedule.requests[1] = schedule.requests[0];
    schedule.requests[0].last = true;
    cr_assert(not(simulation_play(&schedule, &verdict)));
    expect_broken(PROMISE_REPLIES);
}

Test(simulation, a_last_word_to_a_client_with_more_to_ask_is_noticed)
{
    schedule_one("nonsense\r\n\r\n");
    schedule.requests[0].status = 400;
    schedule.end_at += NANOSECONDS;
    cr_assert(not(simulation_play(&schedule, &verdict)));
    expect_broken(PROMISE_END);
}

/* -- what it has found ----------------------------------------------------------------------- */

Test(simulation, a_first_reply_that_nobody_reads_is_cut_even_where_accept_inherits_no_timeouts)
{
    schedule_one("GET /bytes/100000 HTTP/1.1\r\nHost: a\r\n\r\n");
    schedule.inherits_timeouts = false;
    schedule.read_most = 0;
    cr_assert(simulation_play(&schedule, &verdict), "%s: %s", broken(), verdict.detail);
    cr_assert(eq(str, (char *)verdict.endings[0], "did not read its reply in time"));
}

Test(simulation, a_refusal_that_is_sent_piece_by_piece_still_lingers_only_shortly)
{
    schedule_one(HELLO);
    schedule.seed = 0; /* one that is turned away too */
    schedule.end = PEER_STAYS;
    schedule.shorten = 100;
    cr_assert(simulation_play(&schedule, &verdict), "%s, %s: %s", verdict.way, broken(),
              verdict.detail);
    cr_assert(eq(str, (char *)verdict.endings[SIMULATION_REFUSED],
                 "closed after an early reply, still sending"));
}

/* -- calls by hand ---------------------------------------------------------------------------- */

/* What a conversation could do, done by hand on a fresh connection, by steps. */
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

Test(simulation, a_call_that_should_not_be_is_noticed)
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
