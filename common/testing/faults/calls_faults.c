/* calls_faults.c - reads and writes do less than the program asked for, and signals interrupt any call: the
 * client still gets exactly the same bytes. */
#include "faults.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

TestSuite(calls, .timeout = 60);

static struct program program;

/* Several requests in one piece: small replies, a large one, one without a body, an error. */
static const char requests[] = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
                               "GET /bytes/20000 HTTP/1.1\r\nHost: a\r\n\r\n"
                               "HEAD /bytes/20000 HTTP/1.1\r\nHost: a\r\n\r\n"
                               "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"
                               "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

enum { MOST = 40000 };

/* The answers to these requests, without the date. */
static size_t answers(char *to)
{
    int client = dial(&program);
    cr_assert(say(client, requests));
    size_t size = hear_all(client, to, MOST, NULL);
    close(client);
    for (char *date = to; (date = strstr(date, "\r\nDate: ")) != NULL;)
        memset(date + 2, '-', strcspn(date + 2, "\r"));
    return size;
}

static void expect_the_same_bytes(const char *faults)
{
    static char usual[MOST], faulted[MOST];
    program_start(&program, program_under_test(), NULL);
    size_t size = answers(usual);
    program_end(&program);
    cr_assert_gt(size, 20000);
    faults_start(&program, faults, NULL);
    for (int i = 0; i < rounds(2, 50); i++) {
        cr_assert_eq(answers(faulted), size, "%s", faults);
        cr_assert_eq(memcmp(faulted, usual, size), 0, "%s", faults);
    }
    program_end(&program);
}

Test(calls, that_receive_1_byte_at_a_time_change_no_byte)
{
    expect_the_same_bytes("receive:1");
}

Test(calls, that_receive_7_bytes_at_a_time_change_no_byte)
{
    expect_the_same_bytes("receive:7");
}

Test(calls, that_send_1_byte_at_a_time_change_no_byte)
{
    expect_the_same_bytes("send:1");
}

Test(calls, that_send_7_bytes_at_a_time_change_no_byte)
{
    expect_the_same_bytes("send:7");
}

Test(calls, that_signals_interrupt_at_30_percent_change_no_byte)
{
    expect_the_same_bytes("accept:EINTR:30% receive:EINTR:30% send:EINTR:30% select:EINTR:30%");
}

Test(calls, that_are_short_and_interrupted_as_well_change_no_byte)
{
    expect_the_same_bytes("accept:EINTR:30% receive:EINTR:30% receive:3 send:EINTR:30% send:5 "
                          "select:EINTR:30%");
}

/* SO_SNDTIMEO and a full socket buffer: the kernel takes no bytes now. */
Test(calls, that_find_no_room_or_nothing_there_change_no_byte)
{
    expect_the_same_bytes("receive:EAGAIN:30% send:EAGAIN:30%");
}
