/*
 * simulation_test.c - plays tens of thousands of schedules, always the same ones, and the schedules that have
 * found mistakes so far. "make simulate" plays others.
 */
#include "schedule_one.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

TestSuite(simulation, .timeout = 60);

enum { SEEDS = 20000 };

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
    expect_kept(SEEDS / 2 + 1, SEEDS);
}

/* -- does it find mistakes? ------------------------------------------------------------------ */

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
                                          "idle, and gave way to a client that waits"};
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
        simulation_run(seed + 100, &verdict); /* another run in between must not matter */
        char *other = log_of(seed);
        cr_assert(eq(str, one, other));
        cr_assert(strstr(one, "recv(") != NULL);
        free(one);
        free(other);
    }
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
    schedule.seed = 0; /* this seed is also refused */
    schedule.end = PEER_STAYS;
    schedule.shorten = 100;
    cr_assert(simulation_play(&schedule, &verdict), "%s, %s: %s", verdict.way, broken(),
              verdict.detail);
    cr_assert(eq(str, (char *)verdict.endings[SIMULATION_REFUSED],
                 "closed after an early reply, still sending"));
}
