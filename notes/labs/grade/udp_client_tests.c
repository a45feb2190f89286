/* udp_client_tests.c - lab 9: a client that copes with what UDP does to datagrams. */
#include "udp_partner.h"
#include "visits.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(udp, .timeout = 30);

static struct program program;
static struct outcome outcome;

static const char *client_program(void)
{
    static char path[512];
    const char *server = program_under_test();
    const char *slash = strrchr(server, '/');
    snprintf(path, sizeof path, "%.*s/client", slash != NULL ? (int)(slash - server) : 1,
             slash != NULL ? server : ".");
    return path;
}

/* Makes this text the standard input, which the client inherits. */
static void type_in(const char *text)
{
    FILE *file = tmpfile();
    cr_assert(file != NULL && fputs(text, file) >= 0 && fflush(file) == 0);
    rewind(file);
    cr_assert_neq(dup2(fileno(file), STDIN_FILENO), -1);
}

/* The lines "message 1" to "message COUNT". */
static const char *messages(int count)
{
    static char text[4096];
    size_t at = 0;
    for (int i = 1; i <= count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "message %d\n", i);
    return text;
}

static void expect_outcome(int status, const char *output, const char *what)
{
    cr_expect_eq(outcome.exit_status, status, "%s: exit status %d; expected %d; it said: %s", what,
                 outcome.exit_status, status, outcome.errors);
    cr_expect_str_eq(outcome.output, output, "%s: expected on standard output: %s came: %s", what,
                     output, outcome.output);
}

static void expect_summary(const char *words)
{
    cr_expect_not_null(strstr(outcome.errors, words), "expected '%s' in: %s", words,
                       outcome.errors);
}

Test(udp, the_client_prints_every_reply_in_order)
{
    program_start(&program, program_under_test(), NULL);
    type_in("first\n\nthird line\n");
    int64_t before = milliseconds();
    program_run(&outcome, client_program(), WORDS("-t", "1", program.host, program.port));
    expect_outcome(0, "first\n\nthird line\n", "three lines");
    expect_summary(" 3 answered, 0 sent again, 0 datagrams ignored");
    cr_expect_lt(milliseconds() - before, 900, "three replies that came at once took %ld ms",
                 (long)(milliseconds() - before));
    program_end(&program);
}

Test(udp, a_hundred_requests_are_answered_under_20_percent_loss)
{
    program_start(&program, program_under_test(), NULL);
    udp_network_to = program.port;
    udp_start_partner(udp_be_a_bad_network);
    type_in(messages(100));
    program_run(&outcome, client_program(),
                WORDS("-t", "0.015", "-n", "12", "127.0.0.1", udp_partner_port));
    udp_end_partner();
    expect_outcome(0, messages(100), "100 lines, while every fifth datagram was lost");
    program_end(&program);
}

/* Runs the client against a partner that plays the server; `words` contain the partner's address. */
static void converse(void (*play)(int), const char *typed, const char *const words[])
{
    udp_start_partner(play);
    type_in(typed);
    program_run(&outcome, client_program(), words);
    udp_end_partner();
}

static void lose_two_of_three(int descriptor)
{
    for (;;) {
        char first[2048];
        size_t size = udp_hear(descriptor);
        memcpy(first, udp_bytes, size);
        for (int i = 0; i < 2; i++)
            if (udp_hear(descriptor) != size || memcmp(first, udp_bytes, size) != 0)
                return; /* the request changed: no answer */
        udp_answer(descriptor, udp_bytes, size);
    }
}

Test(udp, a_lost_request_is_sent_again_unchanged)
{
    converse(lose_two_of_three, "one\ntwo\n",
             WORDS("-t", "0.02", "-n", "4", "127.0.0.1", udp_partner_port));
    expect_outcome(0, "one\ntwo\n", "two lines, and an answer to every third try only");
}

/* Sends the previous answer again before each answer. */
static void repeat_the_last(int descriptor)
{
    char last[2048] = "";
    size_t last_size = 0;
    for (;;) {
        size_t size = udp_hear(descriptor);
        if (last_size > 0)
            udp_answer(descriptor, last, last_size);
        udp_answer(descriptor, udp_bytes, size);
        memcpy(last, udp_bytes, size);
        last_size = size;
    }
}

Test(udp, a_reply_to_an_earlier_request_is_not_taken_for_this_one)
{
    converse(repeat_the_last, "one\ntwo\nthree\n",
             WORDS("-t", "0.2", "127.0.0.1", udp_partner_port));
    expect_outcome(0, "one\ntwo\nthree\n", "each reply came again, before the next one");
    expect_summary(" 2 datagrams ignored");
}

/* A stranger, with a socket of its own, answers first. */
static void be_overtaken_by_a_stranger(int descriptor)
{
    int stranger = socket(AF_INET, SOCK_DGRAM, 0);
    for (;;) {
        char forged[2048];
        size_t size = udp_hear(descriptor);
        memcpy(forged, udp_bytes, size);
        forged[size - 1] = 'X';
        udp_answer(stranger, forged, size);
        udp_answer(descriptor, udp_bytes, size);
    }
}

Test(udp, a_datagram_from_a_stranger_is_no_reply)
{
    converse(be_overtaken_by_a_stranger, "one\ntwo\n",
             WORDS("-t", "0.2", "127.0.0.1", udp_partner_port));
    expect_outcome(0, "one\ntwo\n", "another port sent the same number with other bytes");
}

static void say_nothing(int descriptor)
{
    for (;;)
        udp_hear(descriptor);
}

Test(udp, without_an_answer_the_client_gives_up_in_time)
{
    int64_t before = milliseconds();
    converse(say_nothing, "one\n", WORDS("-t", "0.2", "-n", "3", "127.0.0.1", udp_partner_port));
    int64_t took = milliseconds() - before;
    expect_outcome(1, "", "no answer came");
    expect_summary(" 2 sent again");
    cr_expect(took >= 1350 && took < 2300, "-t 0.2 -n 3: gave up after %ld ms; expected 1400",
              (long)took);
}

Test(udp, a_port_where_nobody_listens_is_waited_for_without_spinning)
{
    udp_start_partner(say_nothing);
    udp_end_partner(); /* now the port is free: the kernel answers each request with an ICMP error */
    type_in("one\n");
    int64_t before = milliseconds();
    program_run(&outcome, client_program(),
                WORDS("-t", "0.2", "-n", "3", "127.0.0.1", udp_partner_port));
    int64_t took = milliseconds() - before;
    expect_outcome(1, "", "no program listened");
    cr_expect(took >= 550 && took < 5000, "-t 0.2 -n 3: gave up after %ld ms; expected 600 to 1400",
              (long)took);
}

/* Sends stray datagrams all the time, and never the right one. */
static void chatter(int descriptor)
{
    udp_hear(descriptor);
    for (;;) {
        udp_answer(descriptor, "no reply to anything", 20);
        poll(NULL, 0, 5);
    }
}

Test(udp, stray_datagrams_do_not_buy_more_time)
{
    converse(chatter, "one\n", WORDS("-t", "0.5", "-n", "2", "127.0.0.1", udp_partner_port));
    expect_outcome(1, "", "a stray datagram every 5 ms, and no reply");
}

/* Answers only if the client waits longer each time: about 50, 100, 200 ms or more. */
static void want_patience(int descriptor)
{
    size_t size = udp_hear(descriptor);
    int64_t last = milliseconds(), least = 45;
    for (int i = 0; i < 3; i++, least *= 2) {
        udp_hear(descriptor);
        if (milliseconds() - last < least)
            return;
        last = milliseconds();
    }
    udp_answer(descriptor, udp_bytes, size);
}

Test(udp, the_client_waits_twice_as_long_each_time)
{
    converse(want_patience, "one\n", WORDS("-t", "0.05", "-n", "5", "127.0.0.1", udp_partner_port));
    expect_outcome(0, "one\n", "answered only if it was sent again after 50, 100, 200 ms");
}
