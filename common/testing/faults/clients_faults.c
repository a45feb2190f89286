/*
 * clients_faults.c - whatever a client does, the server serves it or cuts it off at its deadline, and serves
 * the others; an iterative server serves them after that deadline at the latest.
 */
#include "faults.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(clients, .timeout = 30);

static struct program program;

Test(clients, one_that_never_writes_is_cut_at_its_deadline)
{
    char nothing[8];
    program_start(&program, program_under_test(), WORDS("--timeout", "0.3"));
    int64_t before = milliseconds();
    int silent = dial(&program);
    expect_service(&program, 2000);
    cr_expect_eq(hear_all(silent, nothing, sizeof nothing, NULL), 0);
    cr_expect_geq(milliseconds() - before, 290, "but not before");
    cr_expect_lt(milliseconds() - before, 2000);
    close(silent);
    program_end(&program);
}

Test(clients, one_that_is_idle_after_a_reply_is_cut_at_its_deadline)
{
    struct reply reply;
    char nothing[8];
    program_start(&program, program_under_test(), WORDS("--timeout", "0.3"));
    int idle = dial(&program);
    cr_assert(say(idle, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(idle, &reply, false);
    int64_t before = milliseconds();
    cr_expect_eq(hear_all(idle, nothing, sizeof nothing, NULL), 0);
    cr_expect_geq(milliseconds() - before, 250);
    cr_expect_lt(milliseconds() - before, 2000);
    reply_free(&reply);
    close(idle);
    program_end(&program);
}

Test(clients, one_that_sends_drop_by_drop_gets_408_at_its_deadline)
{
    char answer[1024];
    struct pollfd waiting = {.events = POLLIN};
    program_start(&program, program_under_test(), WORDS("--timeout", "0.4"));
    int64_t before = milliseconds();
    waiting.fd = dial(&program);
    for (int i = 0; i < 100 && poll(&waiting, 1, 60) == 0; i++)
        say(waiting.fd, "G"); /* no byte may begin a new deadline */
    hear_all(waiting.fd, answer, sizeof answer, NULL);
    cr_expect_eq(strncmp(answer, "HTTP/1.1 408 ", 13), 0, "%s", answer);
    cr_expect_geq(milliseconds() - before, 390);
    cr_expect_lt(milliseconds() - before, 2500);
    close(waiting.fd);
    expect_service(&program, 2000);
    program_end(&program);
}

Test(clients, one_that_sends_header_after_header_gets_408_at_its_deadline)
{
    char answer[1024];
    struct pollfd waiting = {.events = POLLIN};
    program_start(&program, program_under_test(), WORDS("--timeout", "0.5"));
    int64_t before = milliseconds();
    waiting.fd = dial(&program);
    cr_assert(say(waiting.fd, "GET /hello HTTP/1.1\r\nHost: a\r\n"));
    for (int i = 0; i < 100 && poll(&waiting, 1, 100) == 0; i++)
        say(waiting.fd, "X-More: and more\r\n");
    hear_all(waiting.fd, answer, sizeof answer, NULL);
    cr_expect_eq(strncmp(answer, "HTTP/1.1 408 ", 13), 0, "%s", answer);
    cr_expect_lt(milliseconds() - before, 2500);
    close(waiting.fd);
    program_end(&program);
}

Test(clients, one_that_is_slow_but_in_time_is_served)
{
    struct reply reply;
    static const char request[] = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
    program_start(&program, program_under_test(), WORDS("--timeout", "2"));
    int slow = dial(&program);
    for (const char *byte = request; *byte != '\0'; byte++) {
        cr_assert(say_bytes(slow, byte, 1));
        pause_ms(10);
    }
    hear_reply(slow, &reply, false);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    close(slow);
    program_end(&program);
}

Test(clients, one_that_never_reads_is_cut_at_its_deadline)
{
    size_t size = 32 * 1024 * 1024;
    char *answer = malloc(size);
    bool was_reset;
    program_start(&program, program_under_test(), WORDS("--timeout", "0.4"));
    int deaf = dial(&program);
    for (int i = 0; i < 2; i++) /* more bytes than socket buffers can hold */
        cr_assert(say(deaf, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    expect_service(&program, 3000);
    pause_ms(800);
    size_t got = hear_all(deaf, answer, size, &was_reset);
    cr_expect_lt(got, size - 1, "it was cut");
    cr_expect(was_reset, "and told so: a cut reply does not look like a whole one");
    close(deaf);
    free(answer);
    program_end(&program);
}

/* SIGSTOP: the client's kernel still receives bytes, until its buffers are full. */
Test(clients, one_that_is_stopped_is_cut_at_its_deadline)
{
    program_start(&program, program_under_test(), WORDS("--timeout", "0.4"));
    int stopped = dial(&program);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 2; i++)
            say(stopped, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n");
        raise(SIGSTOP);
        _exit(0);
    }
    waitpid(child, NULL, WUNTRACED);
    close(stopped);
    expect_service(&program, 3000);
    wait_until(serves_one_client, &program, "only the client that asks is counted");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    program_end(&program);
}

Test(clients, one_that_reads_slowly_gets_everything)
{
    size_t size = 16 * 1000 * 1000, got = 0; /* more bytes than socket buffers can hold */
    static char buffer[1000000];
    program_start(&program, program_under_test(), WORDS("--timeout", "2"));
    int slow = dial(&program);
    int small = 65536;
    setsockopt(slow, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    cr_assert(say(slow, "GET /bytes/16000000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    int64_t before = milliseconds();
    for (ssize_t n = 1; n > 0;) {
        n = recv(slow, buffer, sizeof buffer, MSG_WAITALL);
        got += n > 0 ? (size_t)n : 0;
        pause_ms(300);
    }
    cr_expect_gt(milliseconds() - before, 2500, "longer than the timeout");
    cr_expect_gt(got, size, "the head and the whole body: %zu", got);
    close(slow);
    program_end(&program);
}

Test(clients, resets_in_mid_reply_harm_nobody)
{
    char some[1000];
    program_start(&program, program_under_test(), WORDS("--timeout", "2"));
    for (int i = 0; i < 50; i++) {
        int rude = dial(&program);
        cr_assert(say(rude, "GET /bytes/4000000 HTTP/1.1\r\nHost: a\r\n\r\n"));
        cr_assert_gt(recv(rude, some, sizeof some, 0), 0);
        /* FIN first: then the server's next write raises SIGPIPE, and not ECONNRESET. */
        if (i % 2 == 0)
            shutdown(rude, SHUT_WR);
        reset(rude);
    }
    for (int i = 0; i < 50; i++) /* these reset even before the server has accepted them */
        reset(dial(&program));
    expect_service(&program, 2000);
    program_end(&program);
}

Test(clients, one_that_half_closes_gets_the_whole_reply)
{
    size_t size = 7 * 1000 * 1000;
    char *answer = malloc(size);
    program_start(&program, program_under_test(), NULL);
    int half = dial(&program);
    cr_assert(say(half, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
                        "GET /bytes/6000000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    shutdown(half, SHUT_WR);
    pause_ms(50); /* let the end of input arrive before any of the reply is read */
    size_t got = hear_all(half, answer, size, NULL);
    cr_expect_gt(got, 6000000);
    cr_expect_neq(strstr(answer, "hello, world\n"), NULL);
    close(half);
    free(answer);
    program_end(&program);
}

Test(clients, one_whose_upload_is_not_read_gets_its_whole_reply)
{
    size_t size = 2 * 1024 * 1024;
    char *body = calloc(1, size);
    char answer[1024];
    bool was_reset;
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 10; i++) {
        int uploader = dial(&program);
        cr_assert(
            say(uploader, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 2097152\r\n\r\n"));
        /* It sends everything before it looks for an answer. A send that fails has taken the reset's error, so
         * that the next receive would not see it. */
        cr_expect(say_bytes(uploader, body, size), "try %d: the upload is cut", i);
        hear_all(uploader, answer, sizeof answer, &was_reset);
        cr_expect_eq(strncmp(answer, "HTTP/1.1 405 ", 13), 0, "try %d: '%s'", i, answer);
        cr_expect_neq(strstr(answer, "405 Method Not Allowed\n"), NULL, "the body too");
        cr_expect_not(was_reset);
        close(uploader);
    }
    free(body);
    program_end(&program);
}

/* "Connection: close", but more bytes come: right after the request, or one more line end a little later. */
static void expect_whole_reply(const char *request, const char *more, bool *was_reset)
{
    size_t size = 7 * 1000 * 1000;
    char *answer = malloc(size);
    int client = dial(&program);
    cr_assert(say(client, request));
    pause_ms(20);
    say(client, more);
    size_t got = hear_all(client, answer, size, was_reset);
    cr_expect_gt(got, 6000000, "%zu bytes came", got);
    close(client);
    free(answer);
}

Test(clients, one_that_sends_more_than_announced_gets_its_whole_reply)
{
    static char requests[60000];
    bool was_reset;
    strcpy(requests, "GET /bytes/6000000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    while (strlen(requests) < sizeof requests - 100)
        strcat(requests, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 5; i++) {
        expect_whole_reply(requests, "", &was_reset);
        cr_expect_not(was_reset);
        expect_whole_reply("GET /bytes/6000000 HTTP/1.0\r\n\r\n", "\r\n", &was_reset);
        cr_expect_not(was_reset);
    }
    program_end(&program);
}

/* Both use the same listening socket, but a reset of one must not disturb the other. */
Test(clients, one_over_IPv6_and_one_over_IPv4_are_served_though_others_reset)
{
    struct reply reply;
    if (!program_try(&program, program_under_test(), WORDS("--address", "::"))) {
        program_stop(&program, 0, NULL);
        cr_skip_test("there is no IPv6 here");
    }
    for (int i = 0; i < 10; i++) {
        const char *host = i % 2 == 0 ? "::1" : "127.0.0.1";
        int rude = dial_from(&program, host), good = dial_from(&program, host);
        say(rude, "GET /bytes/4000000 HTTP/1.1\r\nHost: a\r\n\r\n");
        reset(rude);
        cr_assert(say(good, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        shutdown(good, SHUT_WR);
        hear_reply(good, &reply, false);
        cr_expect_eq(reply.status, 200, "%s", host);
        reply_free(&reply);
        close(good);
    }
    program_end(&program);
}

/* In 05 one thread serves all clients: each request of a long row must be a turn of its own. */
Test(clients, one_that_asks_for_much_at_once_takes_turns_with_the_others)
{
    struct reply reply;
    char requests[4000] = "";
    while (strlen(requests) < sizeof requests - 100)
        strcat(requests, "GET /sleep/50 HTTP/1.1\r\nHost: a\r\n\r\n");
    if (!makes_one_for_each() && strstr(program_under_test(), "05-select") == NULL)
        cr_skip_test("this server serves each client to its end");
    program_start(&program, program_under_test(), NULL);
    int greedy = dial(&program);
    cr_assert(say(greedy, requests));
    hear_reply(greedy, &reply, false); /* the first of a hundred replies */
    reply_free(&reply);
    expect_service(&program, 2500); /* all hundred would take 5 s */
    reset(greedy);
    program_end(&program);
}

Test(clients, bytes_that_mean_nothing_get_an_answer_or_an_end)
{
    unsigned random = 12345;
    char garbage[2000], answer[4096];
    program_start(&program, program_under_test(), WORDS("--timeout", "0.3"));
    for (int i = 0; i < 30; i++) {
        for (size_t j = 0; j < sizeof garbage; j++)
            garbage[j] = (char)((random = random * 1103515245u + 12345u) >> 16);
        int descriptor = dial(&program);
        say_bytes(descriptor, garbage, sizeof garbage);
        hear_all(descriptor, answer, sizeof answer, NULL);
        cr_expect_neq(strncmp(answer, "HTTP/1.1 2", 10), 0);
        close(descriptor);
    }
    expect_service(&program, 2000);
    program_end(&program);
}
