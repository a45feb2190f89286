/*
 * rfc9112_body_test.c - RFC 9112 section 6: where a request ends.
 *
 * If two programs disagree on where a request ends, an attacker can send one of them a request that the
 * other never saw ("request smuggling", section 11.2). This server reads no body: after the
 * reply to a request that has one, or may have one, the connection ends, and not a byte more is
 * taken for a request.
 *
 *   6.1  no Transfer-Encoding in a reply (rfc9110_test.c, 2.2); with Content-Length, or in
 *        HTTP/1.0: the connection ends; (SHOULD) 501 for an unknown coding
 *   6.3  400 and the end: "chunked" is not last, Content-Length is invalid
 *
 * Not here: decoding chunks, their limits and trailers (6.1, 7.1): no body is read, and 9.3 says
 * what is owed then; bodies of replies (6.2, 6.3), which http_answers.h checks; what binds clients,
 * proxies and gateways.
 */
#include "answers.h"

TestSuite(rfc9112_body, .timeout = 10);

#define HOST     "Host: a\r\n"
#define LINE     "GET /hello HTTP/1.1\r\n"
#define OLD_LINE "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n"
#define HELLO    LINE HOST "\r\n"
#define SMUGGLED "GET /smuggled HTTP/1.1\r\n" HOST "\r\n"

struct framing {
    unsigned status;
    const char *fields;
    size_t size;
};

#define FRAMING(status, fields)                                                                    \
    {                                                                                              \
        status, fields, sizeof(fields) - 1                                                         \
    }

/* One reply, of this status, and the end, whether the request comes whole or byte by byte. */
static void expect_one_answer(const char *line, const struct framing *framing)
{
    char text[512];
    int begin = snprintf(text, sizeof text, "%s" HOST, line);
    memcpy(text + begin, framing->fields, framing->size);
    size_t size = (size_t)begin + framing->size;
    size += (size_t)snprintf(text + size, sizeof text - size, "\r\n" SMUGGLED);

    for (size_t step = 1; step <= size; step += size - 1) {
        ask_in_pieces(text, size, step, step, false);
        cr_assert(eq(uint, answered, 1), "replies to: %s", framing->fields);
        cr_assert(eq(uint, answers[0].status, framing->status), "%s", framing->fields);
        expect_end(framing->fields);
    }
}

static void expect_one_answer_each(const char *line, const struct framing *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_one_answer(line, &all[i]);
}

#define EXPECT_ONE_ANSWER_EACH(line, all)                                                          \
    expect_one_answer_each(line, all, sizeof(all) / sizeof(all)[0])

/* -- 6.1 Transfer-Encoding ------------------------------------------------------------------- */

Test(rfc9112_body, section_6_1_transfer_encoding_with_content_length_ends_the_connection)
{
    static const struct framing both[] = {
        FRAMING(400, "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"),
        FRAMING(400, "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"),
        FRAMING(400, "Content-Length: 5\r\nX-Any: a\r\ntransfer-encoding:chunked\r\n"),
        FRAMING(400, "Content-Length: 5\r\nTransfer-Encoding: gzip, chunked\r\n"),
        FRAMING(400, "Content-Length: 0\r\nTransfer-Encoding:\r\n"),
        FRAMING(400, "Transfer-Encoding: identity\r\nContent-Length: 5\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\r\nContent-Length:\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\r\nContent-Length: 5\r\nContent-Length: 6\r\n")};
    EXPECT_ONE_ANSWER_EACH(LINE, both);
}

Test(rfc9112_body, section_6_1_transfer_encoding_in_http_1_0_is_faulty)
{
    static const struct framing some[] = {
        FRAMING(400, "Transfer-Encoding: chunked\r\n"), FRAMING(400, "Transfer-Encoding: gzip\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"),
        FRAMING(400, "Transfer-Encoding:\r\n")};
    EXPECT_ONE_ANSWER_EACH(OLD_LINE, some);
}

Test(rfc9112_body, section_6_1_an_unknown_coding_before_chunked_gets_501)
{
    static const struct framing some[] = {
        FRAMING(501, "Transfer-Encoding: gzip, chunked\r\n"),
        FRAMING(501, "Transfer-Encoding: identity, chunked\r\n"),
        FRAMING(501, "Transfer-Encoding: gzip;a=b,deflate ,\tchunked\r\n"),
        FRAMING(501, "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n")};
    EXPECT_ONE_ANSWER_EACH(LINE, some);
}

/* -- 6.3 Message body length ----------------------------------------------------------------- */

Test(rfc9112_body, section_6_3_chunked_in_any_case_is_a_body_that_is_not_read)
{
    static const struct framing good[] = {FRAMING(200, "Transfer-Encoding: chunked\r\n"),
                                          FRAMING(200, "Transfer-Encoding: CHUNKED\r\n"),
                                          FRAMING(200, "tRANSFER-eNCODING:cHunkeD\r\n"),
                                          FRAMING(200, "Transfer-Encoding: chunked \r\n"),
                                          FRAMING(200, "Transfer-Encoding: chunked\t\r\n"),
                                          FRAMING(200, "Transfer-Encoding: \t,chunked, ,\r\n")};
    EXPECT_ONE_ANSWER_EACH(LINE, good);
}

Test(rfc9112_body, section_6_3_a_request_whose_last_coding_is_not_chunked_is_refused)
{
    static const struct framing bad[] = {
        FRAMING(400, "Transfer-Encoding: identity\r\n"),
        FRAMING(400, "Transfer-Encoding: gzip\r\n"),
        FRAMING(400, "Transfer-Encoding: xchunked\r\n"),
        FRAMING(400, "Transfer-Encoding: chunkedx\r\n"),
        FRAMING(400, "Transfer-Encoding: chunke\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked, chunked\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked, identity\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked;a=b\r\n"),
        FRAMING(400, "Transfer-Encoding: \"chunked\"\r\n"),
        FRAMING(400, "Transfer-Encoding: 'chunked'\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked chunked\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\xa0\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked, gzip\r\n"),
        FRAMING(400, "Transfer-Encoding: gzip;a=\", chunked\"\r\n"),
        FRAMING(400, "Transfer-Encoding: ,\r\n"),
        FRAMING(400, "Transfer-Encoding:\r\n")};
    EXPECT_ONE_ANSWER_EACH(LINE, bad);
}

Test(rfc9112_body, section_6_3_an_invalid_content_length_is_refused)
{
    static const struct framing bad[] = {
        FRAMING(400, "Content-Length:\r\n"),
        FRAMING(400, "Content-Length: \t\r\n"),
        FRAMING(400, "Content-Length: +0\r\n"),
        FRAMING(400, "Content-Length: -0\r\n"),
        FRAMING(400, "Content-Length: -5\r\n"),
        FRAMING(400, "Content-Length: 0 0\r\n"),
        FRAMING(400, "Content-Length: 0\t5\r\n"),
        FRAMING(400, "Content-Length: 0x0\r\n"),
        FRAMING(400, "Content-Length: 0x1a\r\n"),
        FRAMING(400, "Content-Length: 0;\r\n"),
        FRAMING(400, "Content-Length: 0a\r\n"),
        FRAMING(400, "Content-Length: a\r\n"),
        FRAMING(400, "Content-Length: \"0\"\r\n"),
        FRAMING(400, "Content-Length: 0.0\r\n"),
        FRAMING(400, "Content-Length: 1e1\r\n"),
        FRAMING(400, "Content-Length: 5, 6\r\n"),
        FRAMING(400, "Content-Length: 0,\r\n"),
        FRAMING(400, "Content-Length: ,0\r\n"),
        FRAMING(400, "Content-Length: \xd9\xa0\r\n"),
        FRAMING(400, "Content-Length: 0\xa0\r\n"),
        FRAMING(400, "Content-Length: 5\r\nContent-Length: 6\r\n"),
        FRAMING(400, "Content-Length: 0\r\nX-Any: a\r\ncontent-length: 5\r\n")};
    EXPECT_ONE_ANSWER_EACH(LINE, bad);
    EXPECT_ONE_ANSWER_EACH(OLD_LINE, bad);
}

/* A list of one value, again and again, may be taken for that value or refused. */
Test(rfc9112_body, section_6_3_a_content_length_that_is_repeated_is_refused)
{
    static const struct framing bad[] = {
        FRAMING(400, "Content-Length: 0, 0\r\n"), FRAMING(400, "Content-Length: 5,5\r\n"),
        FRAMING(400, "Content-Length: 0\r\nContent-Length: 0\r\n"),
        FRAMING(400, "Content-Length: 5\r\nContent-Length: 5\r\n")};
    EXPECT_ONE_ANSWER_EACH(LINE, bad);
}

Test(rfc9112_body, section_6_3_a_content_length_is_decimal_and_of_any_size)
{
    static const struct framing good[] = {
        FRAMING(200, "Content-Length: 5\r\n"), FRAMING(200, "Content-Length: 007\r\n"),
        FRAMING(200, "Content-Length: 4294967296\r\n"),
        FRAMING(200, "Content-Length: 18446744073709551616\r\n"),
        FRAMING(200, "Content-Length: 340282366920938463463374607431768211456\r\n")};
    EXPECT_ONE_ANSWER_EACH(LINE, good);
    expect_answers(LINE "Content-Length: 0000\r\n" HOST "\r\n" HELLO, "200 200 ");
}

/* A server may not take such a field for one that frames the message, nor overlook that it is wrong. */
Test(rfc9112_body, section_6_3_a_name_or_value_with_a_stray_octet_is_refused)
{
    static const struct framing bad[] = {
        FRAMING(400, "Content-Length : 5\r\n"),
        FRAMING(400, "Transfer-Encoding\t: chunked\r\n"),
        FRAMING(400, "Transfer-Encoding\v: chunked\r\n"),
        FRAMING(400, "Transfer-Encoding\0: chunked\r\n"),
        FRAMING(400, "\0Transfer-Encoding: chunked\r\n"),
        FRAMING(400, "Transfer\xc2\xad-Encoding: chunked\r\n"),
        FRAMING(400, "Content Length: 5\r\n"),
        FRAMING(400, "Content-Length\r\n"),
        FRAMING(400, " Content-Length: 5\r\n"),
        FRAMING(400, "\vContent-Length: 5\r\n"),
        FRAMING(400, "X-Any: a\r\n Transfer-Encoding: chunked\r\n"),
        FRAMING(400, "Transfer-Encoding:\r\n chunked\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\v\r\n"),
        FRAMING(400, "Transfer-Encoding: \fchunked\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\0\r\n"),
        FRAMING(400, "Content-Length: 0\0\r\n"),
        FRAMING(400, "Transfer-Encoding: chunked\r\r\n"),
        FRAMING(400, "X-Any: a\nTransfer-Encoding: chunked\r\n"),
        FRAMING(400, "X-Any: a\rTransfer-Encoding: chunked\r\n"),
        FRAMING(400, "\rTransfer-Encoding: chunked\r\n"),
        FRAMING(400, "\nTransfer-Encoding: chunked\r\n"),
        FRAMING(400, "Content-Length: 0\nContent-Length: 5\r\n"),
        FRAMING(400, "Content-Length: 5\r\n\n")};
    EXPECT_ONE_ANSWER_EACH(LINE, bad);
}

Test(rfc9112_body, section_6_3_a_field_of_another_name_frames_nothing)
{
    static const char *const fields[] = {"Content_Length: 5",         "Transfer_Encoding: chunked",
                                         "X-Content-Length: 5",       "Content-Length2: x",
                                         "Transfer-Encodin: chunked", "TE: chunked",
                                         "Content-Encoding: gzip",    "Trailer: Content-Length"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, LINE HOST "%s\r\n\r\n" HELLO, fields[i]);
        expect_answers(text, "200 200 ");
    }
}
