/* conversation_send_test.c - long replies, to clients that read fast, slowly, or not at all. */
#include "conversation_fake.h"
#include "common/server/stop.h"

#include <signal.h>

TestSuite(conversation_send, .timeout = 15);

#define LONG (4 * NANOSECONDS) /* a timeout that no test reaches */

enum { MEBIBYTE = 1024 * 1024 };

static char heard[4 * MEBIBYTE];
static char filler[65536];

/* A conversation in which the peer has asked for a reply of so many bytes. */
static void ask_for(size_t length, int64_t timeout, int buffer)
{
    for (size_t i = 0; i < sizeof filler; i++)
        filler[i] = (char)(i * 7 / 3 + i / 251);
    stop_install(-1); /* SIGPIPE would end the test */
    big_length = length;
    accept_peer(timeout, buffer);
    server.context.filler = filler;
    server.context.filler_size = sizeof filler;
    say("big\n");
    cr_assert(eq(int, pthread_create(&serving, NULL, serve, NULL), 0));
}

static void expect_filler(size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (heard[i] != filler[i % sizeof filler])
            cr_fatal("byte %zu is wrong", i);
}

IN_BOTH_WAYS(conversation_send, a_long_reply_arrives_whole)
{
    ask_for(4 * MEBIBYTE - 7, LONG, 0);
    shutdown(peer, SHUT_WR); /* half-closed: it still wants to read */
    cr_assert(eq(sz, hear(heard, sizeof heard), 4 * MEBIBYTE - 7));
    expect_filler(4 * MEBIBYTE - 7);
    expect_the_end();
}

IN_BOTH_WAYS(conversation_send, the_next_request_is_read_after_a_long_reply)
{
    ask_for(4 * MEBIBYTE, LONG, 0);
    say("hello\nbye\n");
    cr_assert(eq(sz, hear(heard, sizeof heard), 4 * MEBIBYTE));
    expect_to_hear("hi\nbye\n");
}

IN_BOTH_WAYS(conversation_send, a_slow_but_steady_reader_is_served)
{
    ask_for(4 * MEBIBYTE, 1200 * MILLISECOND, 131072);
    size_t got = 0;
    for (size_t n; got < sizeof heard && (n = hear(heard + got, 131072)) > 0; got += n)
        poll(NULL, 0, 90);
    int64_t taken = clock_now() - began;
    cr_assert(eq(sz, got, sizeof heard));
    expect_filler(sizeof heard);
    cr_assert(lt(i64, 2400 * MILLISECOND, taken), "longer than the timeout, as it was meant");
}

/* Reads on to the end of what has arrived; errno of it, 0 for an orderly end. */
static int read_to_the_end(void)
{
    ssize_t n;
    while ((n = recv(peer, heard, sizeof heard, 0)) > 0)
        ;
    return n == -1 ? errno : 0;
}

static void expect_it_was_cut(void)
{
    int64_t taken = time_to_its_end();
    cr_assert(ge(i64, taken, 200 * MILLISECOND));
    cr_assert(lt(i64, taken, 3 * NANOSECONDS));
    cr_assert(eq(str, (char *)client.ending, "did not read its reply in time"));
    cr_assert(eq(int, read_to_the_end(), ECONNRESET), "a cut reply must not look like a whole one");
}

IN_BOTH_WAYS(conversation_send, a_client_that_never_reads_is_cut)
{
    ask_for((size_t)1024 * MEBIBYTE, 200 * MILLISECOND, 65536);
    expect_it_was_cut();
}

IN_BOTH_WAYS(conversation_send, a_client_that_reads_a_little_now_and_then_is_cut)
{
    /* The least of buffers, so that the kernel takes a little more each time, and not 64 KiB. */
    ask_for((size_t)1024 * MEBIBYTE, 200 * MILLISECOND, 8192);
    struct pollfd wait = {.fd = peer, .events = 0}; /* errors are told in any case */
    while (poll(&wait, 1, 10) == 0 && clock_now() - began < LONG)
        hear(heard, 1024);
    expect_it_was_cut();
}

IN_BOTH_WAYS(conversation_send, a_client_that_resets_in_mid_reply_ends_it)
{
    ask_for((size_t)1024 * MEBIBYTE, LONG, 65536);
    cr_assert(eq(sz, hear(heard, 10000), 10000));
    loopback_reset(peer);
    cr_assert(lt(i64, time_to_its_end(), 3 * NANOSECONDS));
    cr_assert(eq(str, (char *)client.ending, "the client was gone before its reply"));
}

IN_BOTH_WAYS(conversation_send, a_reply_in_progress_is_finished_when_the_server_is_to_stop)
{
    ask_for(4 * MEBIBYTE, LONG, 65536);
    cr_assert(eq(sz, hear(heard, 10000), 10000));
    raise(SIGTERM);
    cr_assert(eq(sz, hear(heard + 10000, sizeof heard - 10000), sizeof heard - 10000));
    expect_filler(sizeof heard);
    expect_the_end();
    cr_assert(lt(i64, time_to_its_end(), 3 * NANOSECONDS));
}
