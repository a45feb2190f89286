/* reply_body_test.c - where a reply's body ends: by its chunks, with the connection, or before it
 * begins. RFC 9112 sections 6.3 and 7.1. */
#include "bench/generator/protocol/reply.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

TestSuite(reply_body, .timeout = 10);

#define HELLO   "hello, world\n"
#define OK      "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

static struct reply_sample sample;
static struct reply reply;
static bool bodiless;

/* Reads the text in pieces of that size. Returns how many bytes belong to the reply. */
static size_t read_in_pieces(const char *text, size_t piece, enum reply_progress *progress)
{
    size_t length = strlen(text), at = 0;
    reply_begin_http(&reply, &sample, bodiless);
    *progress = REPLY_MORE;
    while (at < length && *progress == REPLY_MORE) {
        size_t used, size = piece < length - at ? piece : length - at;
        *progress = reply_read(&reply, text + at, size, &used);
        at += used;
    }
    return at;
}

/* Whatever the pieces: the same verdict, with so many bytes left over. */
static void expect(const char *text, enum reply_progress progress, enum reply_fault fault,
                   size_t left)
{
    for (size_t piece = 1; piece <= strlen(text); piece++) {
        enum reply_progress found;
        size_t used = read_in_pieces(text, piece, &found);
        cr_assert(found == progress && reply.fault == fault,
                  "in pieces of %zu: progress %d, fault %d\n%s", piece, found, reply.fault, text);
        cr_assert(progress == REPLY_BROKEN || used == strlen(text) - left,
                  "in pieces of %zu: %zu used\n%s", piece, used, text);
    }
}

static void learn(void)
{
    sample.known = true;
    sample.length = strlen(HELLO);
    memcpy(sample.bytes, HELLO, sample.length);
}

/* -- chunks ------------------------------------------------------------------------------------ */

Test(reply_body, chunks_are_put_together_and_compared)
{
    learn();
    expect(CHUNKED "5\r\nhello\r\n8\r\n, world\n\r\n0\r\n\r\n", REPLY_DONE, REPLY_RIGHT, 0);
    expect(CHUNKED "5\r\nhello\r\n8\r\n, World\n\r\n0\r\n\r\n", REPLY_DONE, REPLY_WRONG_BYTES, 0);
    expect(CHUNKED "5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n", REPLY_DONE, REPLY_WRONG_BYTES, 0);
    expect(CHUNKED "d\r\n" HELLO "\r\n1\r\n!\r\n0\r\n\r\n", REPLY_DONE, REPLY_WRONG_BYTES, 0);
    expect(CHUNKED "0\r\n\r\n", REPLY_DONE, REPLY_WRONG_BYTES, 0);
}

Test(reply_body, a_chunks_size_is_hexadecimal_and_may_have_an_extension)
{
    learn();
    expect(CHUNKED "D\r\n" HELLO "\r\n0\r\n\r\n", REPLY_DONE, REPLY_RIGHT, 0);
    expect(CHUNKED "00d;name=\"x\"\r\n" HELLO "\r\n000\r\n\r\n", REPLY_DONE, REPLY_RIGHT, 0);
    expect(CHUNKED "d ; x\n" HELLO "\n0\n\n", REPLY_DONE, REPLY_RIGHT, 0);
}

Test(reply_body, fields_after_the_last_chunk_are_read_past)
{
    learn();
    expect(CHUNKED "d\r\n" HELLO "\r\n0\r\nContent-Length: 9\r\nX: y\r\n\r\n!", REPLY_DONE,
           REPLY_RIGHT, 1);
}

Test(reply_body, a_chunked_body_without_its_last_chunk_is_not_complete)
{
    expect(CHUNKED "d\r\n" HELLO "\r\n", REPLY_MORE, REPLY_RIGHT, 0);
    cr_assert(not(reply_end(&reply)));
    expect(CHUNKED "d\r\n" HELLO "\r\n0\r\n", REPLY_MORE, REPLY_RIGHT, 0);
    cr_assert(not(reply_end(&reply)));
}

Test(reply_body, what_is_no_chunk_is_a_wrong_length)
{
    expect(CHUNKED "\r\n", REPLY_BROKEN, REPLY_WRONG_LENGTH, 0);
    expect(CHUNKED HELLO, REPLY_BROKEN, REPLY_WRONG_LENGTH, 0);
    expect(CHUNKED "-1\r\n", REPLY_BROKEN, REPLY_WRONG_LENGTH, 0);
    expect(CHUNKED "5x\r\nhello\r\n", REPLY_BROKEN, REPLY_WRONG_LENGTH, 0);
    expect(CHUNKED "4\r\nhello\r\n0\r\n\r\n", REPLY_BROKEN, REPLY_WRONG_LENGTH, 0);
    expect(CHUNKED "ffffffffffffffffff\r\n", REPLY_BROKEN, REPLY_WRONG_LENGTH, 0);
}

Test(reply_body, it_is_the_last_coding_that_counts)
{
    learn();
    expect(OK "Transfer-Encoding: gzip, Chunked\r\n\r\nd\r\n" HELLO "\r\n0\r\n\r\n", REPLY_DONE,
           REPLY_RIGHT, 0);
    expect(OK "Transfer-Encoding: chunked, gzip\r\n\r\n" HELLO, REPLY_MORE, REPLY_RIGHT, 0);
    cr_assert(reply_end(&reply), "the connection's end is its end");
}

Test(reply_body, a_coding_in_http_1_0_or_beside_a_length_is_not_believed)
{
    expect("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", REPLY_BROKEN,
           REPLY_WRONG_LENGTH, 0);
    expect(OK "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", REPLY_BROKEN,
           REPLY_WRONG_LENGTH, 0);
}

Test(reply_body, the_sample_can_be_learned_from_chunks_that_came_in_one_piece)
{
    enum reply_progress progress;
    const char *text = CHUNKED "5\r\nhello\r\n8\r\n, world\n\r\n0\r\n\r\n";
    read_in_pieces(text, 7, &progress);
    cr_assert(progress == REPLY_DONE && !sample.known);
    read_in_pieces(text, strlen(text), &progress);
    cr_assert(progress == REPLY_DONE && sample.known);
    cr_assert(sample.length == strlen(HELLO) && memcmp(sample.bytes, HELLO, sample.length) == 0);
}

/* -- with the connection ----------------------------------------------------------------------- */

Test(reply_body, without_a_length_it_ends_with_the_connection)
{
    learn();
    expect(OK "\r\n" HELLO, REPLY_MORE, REPLY_RIGHT, 0);
    cr_assert(reply_end(&reply) && reply.fault == REPLY_RIGHT && reply.closing);
    expect(OK "\r\nhello", REPLY_MORE, REPLY_RIGHT, 0);
    cr_assert(reply_end(&reply) && reply.fault == REPLY_WRONG_BYTES);
    expect(OK "\r\n" HELLO "!", REPLY_MORE, REPLY_WRONG_BYTES, 0);
    expect("HTTP/1.0 200 OK\r\n\r\n" HELLO, REPLY_MORE, REPLY_RIGHT, 0);
    cr_assert(reply_end(&reply) && reply.fault == REPLY_RIGHT);
}

Test(reply_body, the_connections_end_is_not_the_end_of_another_reply)
{
    expect(OK "Content-Length: 13\r\n\r\nhello", REPLY_MORE, REPLY_RIGHT, 0);
    cr_assert(not(reply_end(&reply)));
    expect(OK "X: y\r\n", REPLY_MORE, REPLY_RIGHT, 0);
    cr_assert(not(reply_end(&reply)));
}

/* -- none at all ------------------------------------------------------------------------------- */

Test(reply_body, a_1xx_reply_is_read_past)
{
    learn();
    expect(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nContent-Length: 5\r\nLink: x\r\n\r\n" OK
        "Content-Length: 13\r\n\r\n" HELLO,
        REPLY_DONE, REPLY_RIGHT, 0);
    expect("HTTP/1.1 100 Continue\r\n\r\n", REPLY_MORE, REPLY_RIGHT, 0);
    expect("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", REPLY_BROKEN, REPLY_WRONG_STATUS, 0);
}

Test(reply_body, a_204_and_a_304_have_none_whatever_they_say)
{
    expect("HTTP/1.1 204 No Content\r\n\r\n", REPLY_DONE, REPLY_RIGHT, 0);
    expect("HTTP/1.1 304 No\r\nContent-Length: 13\r\n\r\n", REPLY_DONE, REPLY_WRONG_STATUS, 0);
}

Test(reply_body, the_reply_to_head_has_none_whatever_it_says)
{
    bodiless = true;
    learn();
    expect(OK "Content-Length: 13\r\n\r\n", REPLY_DONE, REPLY_RIGHT, 0);
    expect(OK "\r\n", REPLY_DONE, REPLY_RIGHT, 0);
    expect(CHUNKED "!", REPLY_DONE, REPLY_RIGHT, 1);
}

/* -- the same reply again ----------------------------------------------------------------------- */

/* The same bytes are not read again; so any other byte must be seen, wherever it is. */
Test(reply_body, after_a_good_one_another_byte_anywhere_gives_the_verdict_that_it_gives_alone)
{
    const char *text = OK "Content-Length: 13\r\n"
                          "\r\n" HELLO;
    size_t length = strlen(text), used;
    static struct reply_sample fresh;
    for (size_t i = 0; i < length; i++) {
        char other[256];
        memset(&sample, 0, sizeof sample);
        memset(&fresh, 0, sizeof fresh);
        for (int time = 0; time < 2; time++) {
            reply_begin_http(&reply, &sample, false);
            cr_assert(eq(int, reply_read(&reply, text, length, &used), REPLY_DONE));
            cr_assert(reply.fault == REPLY_RIGHT && used == length && !reply.closing);
        }
        memcpy(other, text, length);
        other[i] ^= 4;
        reply_begin_http(&reply, &sample, false);
        enum reply_progress progress = reply_read(&reply, other, length, &used);
        fresh.known = true;
        fresh.length = strlen(HELLO);
        memcpy(fresh.bytes, HELLO, fresh.length);
        struct reply alone;
        size_t used_alone;
        reply_begin_http(&alone, &fresh, false);
        cr_assert(eq(int, progress, reply_read(&alone, other, length, &used_alone)), "byte %zu", i);
        cr_assert(reply.fault == alone.fault && reply.closing == alone.closing, "byte %zu", i);
    }
}

Test(reply_body, the_same_reply_again_closes_again)
{
    const char *text = OK "Content-Length: 13\r\n"
                          "Connection: close\r\n\r\n" HELLO;
    size_t used;
    for (int i = 0; i < 3; i++) {
        reply_begin_http(&reply, &sample, false);
        cr_assert(eq(int, reply_read(&reply, text, strlen(text), &used), REPLY_DONE));
        cr_assert(reply.closing && used == strlen(text));
    }
    reply_begin_http(&reply, &sample, false);
    cr_assert(eq(int, reply_read(&reply, text, strlen(text) - 1, &used), REPLY_MORE));
}
