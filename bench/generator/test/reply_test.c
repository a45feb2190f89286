/* reply_test.c - the verdict on a reply: which one, and that it never depends on how it was cut. */
#include "bench/generator/protocol/reply.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(reply, .timeout = 10);

#define HELLO "hello, world\n"
#define HEAD                                                                                       \
    "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\n"
#define LENGTH "Content-Length: 13\r\n"

static struct reply_sample sample;
static struct reply reply;

struct verdict {
    enum reply_progress progress;
    enum reply_fault fault;
    bool closing;
    size_t used;
};

static void learn(const char *body)
{
    sample.known = true;
    sample.length = strlen(body);
    memcpy(sample.bytes, body, sample.length);
}

/* Reads text in pieces that end at `first`, at `second` and at the end, each from memory of its own
 * size, so that a sanitizer sees a step beyond it. Stops where the reply does. */
static struct verdict read_cut(const char *text, size_t length, size_t first, size_t second)
{
    size_t ends[] = {first, second, length};
    struct verdict verdict = {.progress = REPLY_MORE};
    size_t at = 0;
    for (int i = 0; i < 3 && verdict.progress == REPLY_MORE; i++) {
        char *piece = malloc(ends[i] - at + 1);
        size_t used;
        memcpy(piece + 1, text + at, ends[i] - at); /* so that piece + 1 ends with the memory */
        if (ends[i] > at) {                         /* as recv(2): 0 bytes would be the end */
            verdict.progress = reply_read(&reply, piece + 1, ends[i] - at, &used);
            verdict.used += used;
        }
        free(piece);
        at = ends[i];
    }
    verdict.fault = reply.fault;
    verdict.closing = reply.closing;
    return verdict;
}

static void begin(const char *echo)
{
    if (echo != NULL)
        reply_begin_echo(&reply, echo, strlen(echo));
    else
        reply_begin_http(&reply, sample.known ? &sample : NULL, false);
}

/* Whole, and cut at every two places: the same verdict. Bytes after the end stay unused. */
static void expect(const char *text, const char *echo, struct verdict wanted)
{
    size_t length = strlen(text);
    if (wanted.progress == REPLY_MORE)
        wanted.used = length;
    for (size_t first = 0; first <= length; first++) {
        for (size_t second = first; second <= length; second++) {
            begin(echo);
            struct verdict found = read_cut(text, length, first, second);
            cr_assert(found.progress == wanted.progress && found.fault == wanted.fault,
                      "cut at %zu and %zu: progress %d, fault %d\n%s", first, second,
                      found.progress, found.fault, text);
            if (wanted.progress == REPLY_BROKEN) /* then the rest does not matter */
                continue;
            cr_assert(found.closing == wanted.closing && found.used == wanted.used,
                      "cut at %zu and %zu: closing %d, %zu used\n%s", first, second, found.closing,
                      found.used, text);
        }
    }
}

static void expect_http(const char *text, enum reply_progress progress, enum reply_fault fault)
{
    expect(text, NULL, (struct verdict){progress, fault, false, strlen(text)});
}

Test(reply, a_right_one_is_done_however_it_is_cut)
{
    learn(HELLO);
    expect_http(HEAD LENGTH "\r\n" HELLO, REPLY_DONE, REPLY_RIGHT);
    expect_http("HTTP/1.1 200\nCONTENT-LENGTH:13  \n\n" HELLO, REPLY_DONE, REPLY_RIGHT);
}

Test(reply, an_empty_body_is_a_body)
{
    expect_http(HEAD "Content-Length: 0\r\n\r\n", REPLY_DONE, REPLY_RIGHT);
}

Test(reply, bytes_after_the_end_are_not_used)
{
    const char *text = HEAD LENGTH "\r\n" HELLO;
    expect(HEAD LENGTH "\r\n" HELLO "!", NULL,
           (struct verdict){REPLY_DONE, REPLY_RIGHT, false, strlen(text)});
}

Test(reply, a_part_is_not_the_whole)
{
    expect_http(HEAD LENGTH "\r\n"
                            "hello, world",
                REPLY_MORE, REPLY_RIGHT);
    expect_http(HEAD LENGTH, REPLY_MORE, REPLY_RIGHT);
}

Test(reply, a_length_that_is_said_twice_is_one_length)
{
    expect_http(HEAD LENGTH LENGTH "\r\n" HELLO, REPLY_DONE, REPLY_RIGHT);
    expect_http(HEAD "Content-Length: 13, 13\r\n\r\n" HELLO, REPLY_DONE, REPLY_RIGHT);
}

Test(reply, every_status_of_success_is_right)
{
    expect_http("HTTP/1.1 201 Created\r\n" LENGTH "\r\n" HELLO, REPLY_DONE, REPLY_RIGHT);
    expect_http("HTTP/1.1 206 Part\r\n" LENGTH "\r\n" HELLO, REPLY_DONE, REPLY_RIGHT);
}

Test(reply, another_status_is_wrong_and_the_connection_can_go_on)
{
    static const char *const lines[] = {"404 Not Found", "503 Busy", "301 Moved", "2000 OK",
                                        "500",           "000 X",    "099 X"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char text[128];
        snprintf(text, sizeof text, "HTTP/1.1 %s\r\n" LENGTH "\r\n" HELLO, lines[i]);
        expect_http(text, REPLY_DONE, REPLY_WRONG_STATUS);
    }
}

Test(reply, what_is_not_http_is_a_wrong_status_and_no_reply)
{
    expect_http("hello, world\n", REPLY_BROKEN, REPLY_WRONG_STATUS);
    expect_http("HTTP/2 200\r\n\r\n", REPLY_BROKEN, REPLY_WRONG_STATUS);
    expect_http("\r\n", REPLY_BROKEN, REPLY_WRONG_STATUS);
    expect_http("HTTP/1.1 20\r\n", REPLY_BROKEN, REPLY_WRONG_STATUS);
}

Test(reply, without_a_clear_content_length_the_length_is_wrong)
{
    static const char *const fields[] = {"Content-Length: \r\n",
                                         "Content-Length: x\r\n",
                                         "Content-Length: -1\r\n",
                                         "Content-Length: 1 3\r\n",
                                         "Content-Length: 1000000000000000000000\r\n",
                                         "Content-Length: 13, 14\r\n",
                                         "Transfer-Encoding: chunked\r\n" LENGTH,
                                         LENGTH "Content-Length: 14\r\n"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\n%s\r\n" HELLO, fields[i]);
        expect_http(text, REPLY_BROKEN, REPLY_WRONG_LENGTH);
    }
}

Test(reply, one_changed_byte_anywhere_is_seen)
{
    learn(HELLO);
    for (size_t i = 0; i < strlen(HELLO); i++) {
        char text[] = HEAD LENGTH "\r\n" HELLO;
        text[strlen(text) - 1 - i] ^= 1;
        expect_http(text, REPLY_DONE, REPLY_WRONG_BYTES);
    }
}

Test(reply, a_body_of_another_length_has_the_wrong_bytes)
{
    learn(HELLO);
    expect_http(HEAD "Content-Length: 12\r\n\r\nhello, world", REPLY_DONE, REPLY_WRONG_BYTES);
}

Test(reply, the_first_good_one_in_one_piece_is_the_sample)
{
    static const char *const texts[] = {"HTTP/1.1 404 No\r\n" LENGTH "\r\nnot, found..\n",
                                        HEAD LENGTH "\r\n" HELLO, HEAD LENGTH "\r\nbye-bye, all\n"};
    static const enum reply_fault faults[] = {REPLY_WRONG_STATUS, REPLY_RIGHT, REPLY_WRONG_BYTES};
    for (int i = 0; i < 3; i++) {
        size_t used;
        reply_begin_http(&reply, &sample, false);
        cr_assert(eq(int, reply_read(&reply, texts[i], strlen(texts[i]), &used), REPLY_DONE));
        cr_assert(eq(int, reply.fault, faults[i]), "reply %d", i);
    }
}

Test(reply, a_server_that_will_close_is_heard)
{
    static const char *const heads[] = {"HTTP/1.1 200 OK\r\nConnection: close\r\n",
                                        "HTTP/1.1 200 OK\r\nconnection: x, Close ,y\r\n",
                                        "HTTP/1.0 200 OK\r\n"};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        char text[128];
        snprintf(text, sizeof text, "%s" LENGTH "\r\n" HELLO, heads[i]);
        expect(text, NULL, (struct verdict){REPLY_DONE, REPLY_RIGHT, true, strlen(text)});
    }
    expect_http("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" LENGTH "\r\n" HELLO, REPLY_DONE,
                REPLY_RIGHT);
    expect_http("HTTP/1.1 200 OK\r\nConnection: closed\r\n" LENGTH "\r\n" HELLO, REPLY_DONE,
                REPLY_RIGHT);
}

Test(reply, a_line_of_any_length_gives_the_same_verdict_cut_or_whole)
{
    static char text[8192];
    int length =
        snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nX: %04000d\r\n" LENGTH "\r\n" HELLO, 0);
    for (size_t cut = 0; cut <= (size_t)length; cut += 97) {
        begin(NULL);
        struct verdict found = read_cut(text, (size_t)length, cut, cut);
        cr_assert(found.progress == REPLY_DONE && found.fault == REPLY_RIGHT, "cut at %zu", cut);
    }
}

Test(reply, an_echo_is_the_bytes_that_were_sent)
{
    expect("abcdef", "abcdef", (struct verdict){REPLY_DONE, REPLY_RIGHT, false, 6});
    expect("abcdef!", "abcdef", (struct verdict){REPLY_DONE, REPLY_RIGHT, false, 6});
    expect("abcxef", "abcdef", (struct verdict){REPLY_DONE, REPLY_WRONG_BYTES, false, 6});
    expect("abcde", "abcdef", (struct verdict){REPLY_MORE, REPLY_RIGHT, false, 5});
}
