/* client_tests.c - lab 11: a client meets servers that send in pieces, stop, leave and do not answer. */
#include "common/socket/clock.h"
#include "tcp_partner.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(client, .timeout = 30);

#define HEAD "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"

static struct outcome outcome;

/* The client must have ended so, and soon: within `most` seconds. */
static void expect_end(int status, const char *output, double most)
{
    cr_expect_eq(outcome.exit_status, status, "exit status %d, and not %d; it said: %s",
                 outcome.exit_status, status, outcome.errors);
    cr_expect_str_eq(outcome.output, output, "on standard output came: %s", outcome.output);
    cr_expect_leq(tcp_seconds, most, "it took %.1f s, and not at most %.1f s", tcp_seconds, most);
}

static void say_all(int client)
{
    tcp_hear_request(client);
    tcp_say(client, HEAD "hello\n");
}

Test(client, it_prints_the_body_of_a_reply)
{
    tcp_meet(&outcome, say_all, NULL);
    expect_end(0, "hello\n", 5);
}

static void say_byte_by_byte(int client)
{
    tcp_hear_request(client);
    tcp_say_slowly(client, HEAD "hello\n", 1, 2);
}

Test(client, a_reply_that_comes_byte_by_byte_is_whole)
{
    tcp_meet(&outcome, say_byte_by_byte, NULL);
    expect_end(0, "hello\n", 5);
}

static void say_too_much(int client)
{
    tcp_hear_request(client);
    tcp_say(client, HEAD "hello\nand more");
    sleep(5); /* the connection stays: the client knows the length and need not wait for the end */
}

Test(client, it_takes_no_more_than_the_length_says)
{
    tcp_meet(&outcome, say_too_much, NULL);
    expect_end(0, "hello\n", 4);
}

static void say_to_the_end(int client)
{
    tcp_hear_request(client);
    tcp_say(client, "HTTP/1.1 200 OK\r\n\r\nhel");
    clock_sleep(100);
    tcp_say(client, "lo\n");
}

Test(client, without_a_length_the_body_goes_to_the_end)
{
    tcp_meet(&outcome, say_to_the_end, NULL);
    expect_end(0, "hello\n", 5);
}

static void say_no_body(int client)
{
    tcp_hear_request(client);
    tcp_say(client, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    sleep(5);
}

Test(client, a_body_of_no_bytes_is_not_waited_for)
{
    tcp_meet(&outcome, say_no_body, NULL);
    expect_end(0, "", 4);
}

/* A head of 24,000 bytes, in many lines. */
static void say_a_long_head(int client)
{
    char line[128];
    tcp_hear_request(client);
    tcp_say(client, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 240; i++) {
        snprintf(line, sizeof line, "X-Line-%03d: %085d\r\n", i, i);
        tcp_say(client, line);
    }
    tcp_say(client, "Content-Length: 6\r\n\r\nhello\n");
}

Test(client, a_head_may_be_longer_than_the_buffer)
{
    tcp_meet(&outcome, say_a_long_head, NULL);
    expect_end(0, "hello\n", 5);
}

static void say_a_long_line(int client)
{
    char line[4001];
    tcp_hear_request(client);
    memset(line, 'a', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    tcp_say(client, "HTTP/1.1 200 OK\r\nX: ");
    tcp_say(client, line);
    tcp_say(client, line);
    tcp_say(client, "\r\nContent-Length: 6\r\n\r\nhello\n");
}

Test(client, a_line_that_is_too_long_is_an_error)
{
    tcp_meet(&outcome, say_a_long_line, NULL);
    expect_end(1, "", 4);
}

static void leave_in_the_middle(int client)
{
    tcp_hear_request(client);
    tcp_say(client, HEAD "hel");
}

Test(client, a_body_that_ends_early_is_an_error)
{
    tcp_meet(&outcome, leave_in_the_middle, NULL);
    expect_end(1, "hel", 5);
}

static void leave_in_the_head(int client)
{
    tcp_hear_request(client);
    tcp_say(client, "HTTP/1.1 200 OK\r\nContent-Le");
}

Test(client, a_head_that_ends_early_is_an_error)
{
    tcp_meet(&outcome, leave_in_the_head, NULL);
    expect_end(1, "", 5);
}

static void reset_in_the_head(int client)
{
    tcp_hear_request(client);
    tcp_say(client, "HTTP/1.1 200 OK\r\n");
    reset(client);
}

Test(client, a_reset_is_an_error)
{
    tcp_meet(&outcome, reset_in_the_head, NULL);
    expect_end(1, "", 5);
}

static void say_nothing(int client)
{
    tcp_hear_request(client);
    sleep(10);
}

Test(client, a_silent_server_is_given_up_at_the_deadline)
{
    tcp_meet(&outcome, say_nothing, WORDS("-t", "0.5"));
    expect_end(1, "", 3);
    cr_expect_geq(tcp_seconds, 0.45, "it gave up after %.2f s, before its deadline", tcp_seconds);
}

static void drip(int client)
{
    tcp_hear_request(client);
    tcp_say_slowly(client, HEAD "hello\n", 1, 150);
}

Test(client, bytes_now_and_then_do_not_move_the_deadline)
{
    tcp_meet(&outcome, drip, WORDS("-t", "0.6"));
    expect_end(1, "", 3);
}

/* Reads slowly, and answers with the number of bytes in the body of the request. */
static void count(int client)
{
    char reply[128], number[32];
    clock_sleep(200); /* meanwhile the buffers between the two programs fill up */
    size_t size = tcp_hear_body(client);
    snprintf(number, sizeof number, "%zu\n", size);
    snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
             strlen(number), number);
    tcp_say(client, reply);
}

Test(client, a_large_request_arrives_whole)
{
    tcp_type_in(12 << 20);
    tcp_meet(&outcome, count, WORDS("-p"));
    expect_end(0, "12582912\n", 8);
}

Test(client, a_server_that_never_reads_is_given_up_at_the_deadline)
{
    tcp_type_in(12 << 20);
    tcp_meet(&outcome, say_nothing, WORDS("-p", "-t", "0.6"));
    expect_end(1, "", 3);
}

/* First the end, then a reset: for Linux a write is then one to a broken pipe, and not only to a reset connection. */
static void leave_at_once(int client)
{
    shutdown(client, SHUT_WR);
    clock_sleep(50);
    reset(client);
}

Test(client, a_server_that_leaves_does_not_kill_the_client)
{
    tcp_type_in(12 << 20);
    tcp_meet(&outcome, leave_at_once, WORDS("-p"));
    expect_end(1, "", 5);
}

Test(client, the_next_address_is_tried_when_one_refuses)
{
    tcp_names = "127.0.0.2 127.0.0.3 127.0.0.1";
    tcp_meet(&outcome, say_all, NULL);
    expect_end(0, "hello\n", 5);
}

Test(client, an_address_that_never_answers_costs_its_own_time_only)
{
    tcp_names = "127.0.0.9 127.0.0.1"; /* the first has a queue that is full */
    tcp_meet(&outcome, say_all, WORDS("-c", "0.3"));
    expect_end(0, "hello\n", 2.5);
}

Test(client, addresses_that_never_answer_end_at_the_deadline)
{
    tcp_names = "127.0.0.9 127.0.0.9 127.0.0.9";
    tcp_meet(&outcome, say_all, WORDS("-c", "9", "-t", "0.6"));
    expect_end(1, "", 3);
}

Test(client, a_socket_that_did_not_connect_is_closed)
{
    tcp_names = "127.0.1.1 127.0.1.2 127.0.1.3 127.0.1.4 127.0.1.5 127.0.1.6 127.0.1.7 127.0.1.8 "
                "127.0.1.9 127.0.1.10 127.0.1.11 127.0.1.12 127.0.0.1";
    tcp_descriptors = "12";
    tcp_meet(&outcome, say_all, NULL);
    expect_end(0, "hello\n", 5);
}

Test(client, a_server_that_speaks_only_ipv6_is_found)
{
    tcp_names = "::1";
    tcp_meet(&outcome, say_all, NULL);
    expect_end(0, "hello\n", 5);
}

Test(client, when_no_address_answers_it_says_so)
{
    tcp_names = "127.0.0.2 127.0.0.3";
    tcp_meet(&outcome, say_all, NULL);
    expect_end(1, "", 5);
    cr_expect_neq(outcome.errors[0], '\0', "it said nothing on standard error");
}
