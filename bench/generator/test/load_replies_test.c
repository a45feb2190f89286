/* load_replies_test.c - bench/load reads what real servers write, and asks as its user wants it to.
 */
#include "load_program.h"

TestSuite(load_replies, .timeout = 30);

static struct rogue rogue;
static struct outcome outcome;

static double figure(const char *name)
{
    return csv_figure(outcome.output, name);
}

/* Good replies, and nothing else. */
static void expect_good(const char *const arguments[])
{
    load_measure(&outcome, arguments);
    cr_assert(figure("requests") > 1, "%s", outcome.output);
    cr_assert(eq(dbl, figure("failures"), 0), "%s", outcome.output);
    expect_balance(outcome.output);
}

#define SHORT "--csv", "-c", "1", "-w", "0", "-d", "0.2"

/* -- how a reply ends -------------------------------------------------------------------------- */

static const char *answer; /* to every request */
static bool and_close;

static void give_answer(struct rogue *self, int client, int number)
{
    char request[1024] = "";
    (void)self, (void)number;
    while (strstr(request, "Connection: close\r\n") == NULL &&
           rogue_read_request(client, request)) {
        rogue_send(client, answer);
        if (and_close)
            return;
    }
}

/* Over connections of one request, and over persistent ones. */
static void expect_answer_is_good(const char *text, bool close)
{
    answer = text;
    and_close = close;
    rogue_start(&rogue, "http", "/hello", give_answer);
    expect_good(ARGUMENTS(SHORT, rogue.url));
    expect_good(ARGUMENTS(SHORT, "-n", "0", rogue.url));
    expect_good(ARGUMENTS(SHORT, "-n", "0", "-r", "50", rogue.url));
}

#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

Test(load_replies, a_chunked_reply_is_read_and_checked)
{
    expect_answer_is_good(CHUNKED "5\r\nhello\r\n8\r\n, world\n\r\n0\r\n\r\n", false);
}

Test(load_replies, a_reply_that_ends_with_the_connection_is_read_and_checked)
{
    expect_answer_is_good("HTTP/1.1 200 OK\r\n\r\nhello, world\n", true);
    expect_answer_is_good("HTTP/1.0 200 OK\r\n\r\nhello, world\n", true);
}

Test(load_replies, a_1xx_reply_before_the_final_one_is_read_past)
{
    expect_answer_is_good("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" KEPT, false);
}

static void change_chunks(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self;
    if (rogue_read_request(client, request))
        rogue_send(client, number == 2   ? CHUNKED "5\r\nhellO\r\n0\r\n\r\n"
                           : number == 3 ? CHUNKED "5\r\nhello\r\n"
                           : number == 4 ? CHUNKED "x\r\nhello\r\n0\r\n\r\n"
                                         : CHUNKED "5\r\nhello\r\n0\r\n\r\n");
}

Test(load_replies, chunks_with_other_bytes_without_an_end_or_without_a_size_are_failures)
{
    rogue_start(&rogue, "http", "/hello", change_chunks);
    load_measure(&outcome, ARGUMENTS(SHORT, rogue.url));
    cr_assert(eq(dbl, figure("wrong_bytes"), 1), "%s", outcome.output);
    cr_assert(eq(dbl, figure("closed_early"), 1), "%s", outcome.output);
    cr_assert(eq(dbl, figure("wrong_length"), 1), "%s", outcome.output);
    cr_assert(eq(dbl, figure("failures"), 3), "%s", outcome.output);
}

/* -- how a request begins ---------------------------------------------------------------------- */

static char seen[1024]; /* the last request that came */

static void remember(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    if (!rogue_read_request(client, request))
        return;
    strcpy(seen, request);
    bool head = strncmp(request, "HEAD ", 5) == 0;
    rogue_send(client, head ? HEAD "Connection: close\r\n\r\n" : LAST);
}

static void expect_request(const char *words)
{
    cr_assert(strstr(seen, words) != NULL, "'%s' is not in:\n%s", words, seen);
}

Test(load_replies, the_reply_to_head_has_no_body)
{
    rogue_start(&rogue, "http", "/hello", remember);
    expect_good(ARGUMENTS(SHORT, "-I", rogue.url));
    expect_request("HEAD /hello HTTP/1.1\r\nHost: 127.0.0.1:");
    expect_good(ARGUMENTS(SHORT, "-X", "HEAD", rogue.url));
    expect_request("HEAD /hello HTTP/1.1\r\n");
}

Test(load_replies, another_method_is_asked_with)
{
    rogue_start(&rogue, "http", "/hello", remember);
    expect_good(ARGUMENTS(SHORT, "-X", "OPTIONS", rogue.url));
    expect_request("OPTIONS /hello HTTP/1.1\r\n");
    expect_good(ARGUMENTS(SHORT, "-X", "POST", rogue.url));
    expect_request("\r\nContent-Length: 0\r\n");
}

Test(load_replies, header_fields_of_the_users_own_are_sent)
{
    rogue_start(&rogue, "http", "/hello", remember);
    expect_good(ARGUMENTS(SHORT, "-H", "Accept: text/html", "-H", "X-Empty;", "-H",
                          "host:  example.org", "-H", "Nothing:", rogue.url));
    expect_request("\r\nAccept: text/html\r\n");
    expect_request("\r\nX-Empty: \r\n");
    expect_request("\r\nhost: example.org\r\n");
    expect_request("\r\nConnection: close\r\n");
    cr_assert(strstr(seen, "127.0.0.1") == NULL, "the user's Host is the only one:\n%s", seen);
    cr_assert(strstr(seen, "Nothing") == NULL, "%s", seen);
}

Test(load_replies, the_scheme_may_be_left_out_or_in_capitals)
{
    char url[128];
    rogue_start(&rogue, "HTTP", "/hello", remember);
    expect_good(ARGUMENTS(SHORT, rogue.url));
    expect_good(ARGUMENTS(SHORT, rogue.url + strlen("HTTP://")));
    snprintf(url, sizeof url, "%s?u=http://a/#b", rogue.url + strlen("HTTP://"));
    expect_good(ARGUMENTS(SHORT, url));
    expect_request("GET /hello?u=http://a/ HTTP/1.1\r\n");
}

/* -- IPv6 -------------------------------------------------------------------------------------- */

/* Listens on ::1, or skips the test where there is none. */
static in_port_t listen_on_ipv6(void)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    socklen_t length = sizeof address;
    rogue_start(&rogue, "http", "/hello", NULL);
    close(rogue.listener);
    rogue.listener = socket(AF_INET6, SOCK_STREAM, 0);
    rogue.serve = remember;
    if (rogue.listener == -1 || bind(rogue.listener, (struct sockaddr *)&address, length) != 0)
        cr_skip_test("no IPv6 here");
    fcntl(rogue.listener, F_SETFD, FD_CLOEXEC);
    cr_assert(listen(rogue.listener, 64) == 0 &&
              getsockname(rogue.listener, (struct sockaddr *)&address, &length) == 0);
    cr_assert(eq(int, pthread_create(&rogue.thread, NULL, rogue_run, &rogue), 0));
    return ntohs(address.sin6_port);
}

/* Interface number 1 is the loopback device on Linux, and its number is a zone's name, too. */
Test(load_replies, an_ipv6_address_with_a_zone_is_reached_and_the_host_field_has_no_zone)
{
    static const char *const forms[] = {"http://[::1%%251]:%d/hello", "[::1%%1]:%d/hello"};
    char url[80], host[80];
    int port = listen_on_ipv6();
    snprintf(host, sizeof host, "\r\nHost: [::1]:%d\r\n", port);
    for (int i = 0; i < 2; i++) {
        snprintf(url, sizeof url, forms[i], port);
        seen[0] = '\0';
        expect_good(ARGUMENTS(SHORT, url));
        expect_request(host);
    }
}
