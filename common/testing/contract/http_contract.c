/* http_contract.c - the contract: every route, persistence, however the bytes are cut. */
#include "peer.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(http, .timeout = 20);

static struct program program;

static void expect_hello(const struct reply *reply)
{
    cr_expect_eq(reply->status, 200, "status %d", reply->status);
    cr_expect_eq(reply->received, 13);
    cr_expect_str_eq(reply->body, "hello, world\n");
    cr_expect(reply_has(reply, "Content-Type: text/plain"));
}

Test(http, every_route_answers)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);

    get(&program, "/hello", &reply);
    expect_hello(&reply);
    reply_free(&reply);

    get(&program, "/", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_neq(strstr(reply.head, "Content-Type: text/html"), NULL);
    cr_expect_neq(strstr(reply.body, "</html>"), NULL, "the page is whole");
    cr_expect_neq(strstr(reply.body, "href=\"/sleep/"), NULL, "and links to the other routes");
    reply_free(&reply);

    get(&program, "/whoami", &reply);
    cr_expect_neq(strstr(reply.body, "model: "), NULL);
    cr_expect_gt(reply_number(&reply, "process"), 0);
    cr_expect_gt(reply_number(&reply, "thread"), 0);
    cr_expect_eq(reply_number(&reply, "connection"), 3);
    cr_expect_eq(reply_number(&reply, "request"), 1);
    cr_expect_neq(strstr(reply.body, "peer: 127.0.0.1:"), NULL);
    reply_free(&reply);

    int64_t before = milliseconds();
    get(&program, "/sleep/150", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_geq(milliseconds() - before, 150);
    reply_free(&reply);
    get(&program, "/spin/20", &reply);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    program_end(&program);
}

Test(http, bytes_are_as_many_as_asked_for)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 1000000, 16 * 1024 * 1024};
    struct reply reply;
    char path[64];
    program_start(&program, program_under_test(), NULL);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        snprintf(path, sizeof path, "/bytes/%zu", sizes[i]);
        get(&program, path, &reply);
        cr_expect_eq(reply.length, sizes[i]);
        cr_expect_eq(reply.received, sizes[i]);
        bool periodic = true;
        for (size_t j = 64; j < reply.received; j++)
            periodic = periodic && reply.body[j] == reply.body[j - 64];
        cr_expect(periodic, "no byte is lost or moved");
        reply_free(&reply);
    }
    program_end(&program);
}

Test(http, stats_count_every_connection_and_request)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 10; i++) {
        get(&program, "/hello", &reply);
        reply_free(&reply);
    }
    int descriptor = dial(&program);
    for (int i = 0; i < 5; i++) {
        cr_assert(say(descriptor, "GET /stats HTTP/1.1\r\nHost: test\r\n\r\n"));
        hear_reply(descriptor, &reply, false);
        if (i == 4) {
            cr_expect_eq(reply_number(&reply, "connections"), 11);
            cr_expect_eq(reply_number(&reply, "requests"), 15);
            cr_expect_geq(reply_number(&reply, "clients"), 1);
        }
        reply_free(&reply);
    }
    close(descriptor);
    program_end(&program);
}

Test(http, clients_now_goes_down_when_clients_leave)
{
    program_start(&program, program_under_test(), WORDS("--timeout", "0.5"));
    int some[3];
    for (int i = 0; i < 3; i++)
        some[i] = dial(&program);
    for (int i = 0; i < 3; i++)
        close(some[i]);
    wait_until(serves_one_client, &program, "only the asking client is left in /stats");
    program_end(&program);
}

Test(http, a_connection_serves_many_requests)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    int descriptor = dial(&program);
    for (unsigned i = 1; i <= 100; i++) {
        cr_assert(say(descriptor, "GET /whoami HTTP/1.1\r\nHost: test\r\n\r\n"));
        hear_reply(descriptor, &reply, false);
        cr_assert_eq(reply.status, 200);
        cr_assert_eq(reply_number(&reply, "connection"), 1);
        cr_assert_eq(reply_number(&reply, "request"), i);
        reply_free(&reply);
    }
    close(descriptor);
    program_end(&program);
}

/* Everything that the server answers to some bytes, with the Date fields blanked out. */
static size_t answer_to(const char *bytes, size_t piece, char *to, size_t size)
{
    int descriptor = dial(&program);
    int yes = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    for (size_t at = 0, length = strlen(bytes); at < length; at += piece)
        cr_assert(say_bytes(descriptor, bytes + at, length - at < piece ? length - at : piece));
    shutdown(descriptor, SHUT_WR);
    size_t got = hear_all(descriptor, to, size, NULL);
    close(descriptor);
    for (char *date = to; (date = strstr(date, "Date: ")) != NULL; date += 6)
        memset(date + 6, '-', 29);
    return got;
}

Test(http, requests_in_one_segment_are_answered_in_order)
{
    char answer[4096];
    program_start(&program, program_under_test(), NULL);
    answer_to("GET /bytes/7 HTTP/1.1\r\nHost: test\r\n\r\n"
              "GET /nothing HTTP/1.1\r\nHost: test\r\n\r\n"
              "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n",
              10000, answer, sizeof answer);
    char *first = strstr(answer, "HTTP/1.1 200 OK");
    char *second = strstr(answer, "HTTP/1.1 404 Not Found");
    char *third = strstr(answer, "\r\n\r\nhello, world\n");
    cr_expect(first == answer && first < second && second < third, "%s", answer);
    program_end(&program);
}

Test(http, bytes_cut_in_any_way_give_the_same_answer)
{
    static const char request[] = "GET /hello HTTP/1.1\r\nHost: test\r\nX: y\r\n\r\n"
                                  "HEAD /bytes/99 HTTP/1.1\r\nHost: test\r\n\r\n"
                                  "GET /hello HTTP/1.1\r\n\r\n"
                                  "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n";
    char whole[4096], cut[4096];
    program_start(&program, program_under_test(), NULL);
    size_t length = answer_to(request, sizeof request, whole, sizeof whole);
    cr_expect_neq(strstr(whole, "400 Bad Request"), NULL, "%s", whole);
    for (size_t piece = 1; piece < 40; piece += 3) {
        cr_expect_eq(answer_to(request, piece, cut, sizeof cut), length, "in pieces of %zu", piece);
        cr_expect_str_eq(cut, whole, "in pieces of %zu", piece);
    }
    program_end(&program);
}

Test(http, head_gets_the_same_head_and_no_body)
{
    char with_body[1024], without[1024];
    program_start(&program, program_under_test(), NULL);
    answer_to("GET /hello HTTP/1.1\r\nHost: test\r\n\r\n", 1000, with_body, sizeof with_body);
    answer_to("HEAD /hello HTTP/1.1\r\nHost: test\r\n\r\n", 1000, without, sizeof without);
    char *body = strstr(with_body, "\r\n\r\n") + 4;
    cr_expect_str_eq(body, "hello, world\n");
    *body = '\0';
    cr_expect_str_eq(without, with_body);
    program_end(&program);
}

Test(http, http_1_0_closes_unless_asked_to_stay)
{
    char answer[4096];
    program_start(&program, program_under_test(), NULL);
    answer_to("GET /hello HTTP/1.0\r\n\r\nGET /hello HTTP/1.0\r\n\r\n", 1000, answer,
              sizeof answer);
    cr_expect_neq(strstr(answer, "Connection: close\r\n"), NULL);
    cr_expect_eq(strstr(strstr(answer, "hello, world\n"), "HTTP/1.1"), NULL, "one reply only");
    answer_to("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /hello HTTP/1.0\r\n\r\n",
              1000, answer, sizeof answer);
    cr_expect_neq(strstr(answer, "Connection: keep-alive\r\n"), NULL);
    cr_expect_neq(strstr(strstr(answer, "hello, world\n"), "HTTP/1.1"), NULL, "two replies");
    program_end(&program);
}

Test(http, every_reply_has_a_date)
{
    struct reply reply;
    char day[4], month[4], zone[4];
    int numbers[5];
    program_start(&program, program_under_test(), NULL);
    get(&program, "/hello", &reply);
    char *date = strstr(reply.head, "\r\nDate: ");
    cr_assert_neq(date, NULL);
    cr_expect_eq(sscanf(date, "\r\nDate: %3s, %2d %3s %4d %2d:%2d:%2d %3s\r\n", day, &numbers[0],
                        month, &numbers[1], &numbers[2], &numbers[3], &numbers[4], zone),
                 8, "%s", date);
    cr_expect_str_eq(zone, "GMT");
    reply_free(&reply);
    program_end(&program);
}
