/* routes_test.c - which path gets which answer. */
#include "common/socket/platform.h"
#include "visit.h"

#include <limits.h>
#include <netinet/in.h>
#include <unistd.h>

static void start(void)
{
    struct sockaddr_in peer = {
        .sin_family = AF_INET, .sin_port = htons(12345), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    client_init(&client, -1);
    memcpy(&client.peer, &peer, sizeof peer);
    client.peer_length = sizeof peer;
    client.number = 7;
    client.requests = 3;
    context = fake_context();
    atomic_store(&fake_counters.connections, 12);
    atomic_store(&fake_counters.departed, 10);
    atomic_store(&fake_counters.requests, 345);
}

TestSuite(http_routes, .init = start, .timeout = 10);

static bool has_type(const char *type)
{
    char field[100];
    snprintf(field, sizeof field, "\r\nContent-Type: %s\r\n", type);
    return fake_has(output, field);
}

/* -- the built-in ones ----------------------------------------------------------------------- */

Test(http_routes, hello_is_the_smallest_reply)
{
    cr_assert(eq(str, reply_to("/hello"),
                 "HTTP/1.1 200 OK\r\n" FAKE_DATE "Content-Type: text/plain\r\n"
                 "Content-Length: 13\r\n\r\nhello, world\n"));
}

Test(http_routes, whoami_tells_who_serves_whom)
{
    char expected[256];
    snprintf(expected, sizeof expected,
             "model: 00-fake\nprocess: %ld\nthread: %lu\nconnection: 7\nrequest: 3\n"
             "peer: 127.0.0.1:12345\n",
             (long)getpid(), platform_thread_id());
    cr_assert(eq(str, body_of("/whoami"), expected));
    cr_assert(has_type("text/plain"));
}

Test(http_routes, stats_tells_what_was_counted)
{
    cr_assert(
        eq(str, body_of("/stats"), "uptime: 7.5\nconnections: 12\nrequests: 345\nclients: 2\n"));
    cr_assert(has_type("text/plain"));
}

Test(http_routes, sleep_sleeps_as_long_as_it_is_told_and_replies)
{
    cr_assert(eq(int, status_of("/sleep/250"), 200));
    cr_assert(eq(uint, fake_slept, 250));
    cr_assert(eq(uint, fake_spun, 0));
}

Test(http_routes, spin_computes_as_long_as_it_is_told_and_replies)
{
    cr_assert(eq(int, status_of("/spin/250"), 200));
    cr_assert(eq(uint, fake_spun, 250));
    cr_assert(eq(uint, fake_slept, 0));
}

Test(http_routes, slow_work_is_limited_to_ten_seconds)
{
    cr_assert(eq(int, status_of("/sleep/10000"), 200));
    cr_assert(eq(int, status_of("/spin/10000"), 200));
    cr_assert(eq(int, status_of("/sleep/10001"), 400));
    cr_assert(eq(int, status_of("/spin/10001"), 400));
    cr_assert(eq(uint, fake_slept, 10000));
    cr_assert(eq(uint, fake_spun, 10000));
}

Test(http_routes, slow_work_may_take_no_time)
{
    cr_assert(eq(int, status_of("/sleep/0"), 200));
    cr_assert(eq(int, status_of("/spin/0"), 200));
}

Test(http_routes, bytes_are_as_many_as_asked_for)
{
    cr_assert(eq(str, body_of("/bytes/25"), "0123456789012345678901234"));
    cr_assert(eq(str, body_of("/bytes/0"), ""));
    cr_assert(has_type("application/octet-stream"));
    cr_assert(fake_has(output, "\r\nContent-Length: 0\r\n"));
}

Test(http_routes, bytes_are_limited_to_16_mib)
{
    visit("/bytes/16777216");
    cr_assert(eq(sz, client.output.body_left, 16777216));
    client_init(&client, -1);
    cr_assert(eq(int, status_of("/bytes/16777217"), 400));
}

Test(http_routes, what_is_no_number_is_a_bad_request_that_says_what_is_allowed)
{
    static const char *const routes[] = {"/sleep/", "/spin/", "/bytes/"};
    static const char *const bad[] = {"",   "x",   "-1", "+1",   "1x",
                                      " 1", "1.5", "1/", "0x10", "99999999999999999999999"};
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        for (size_t j = 0; j < sizeof bad / sizeof bad[0]; j++) {
            char path[64], says[64];
            snprintf(path, sizeof path, "%s%s", routes[i], bad[j]);
            snprintf(says, sizeof says, "%s takes a number from 0 to ", routes[i]);
            cr_assert(eq(int, status_of(path), 400), "%s", path);
            cr_assert(fake_has(output, says), "%s", path);
        }
    }
    cr_assert(eq(uint, fake_slept, 0));
    cr_assert(eq(uint, fake_spun, 0));
}

Test(http_routes, a_bad_number_does_not_end_the_connection)
{
    cr_assert(not(fake_has(reply_to("/sleep/x"), "Connection: close")));
}

Test(http_routes, any_other_path_is_not_found)
{
    static const char *const others[] = {
        "/none", "/hello/",  "/hellox", "/hell",    "/Hello", "/sleep",   "/bytes",     "//hello",
        "//",    "/stats/1", "/whoam",  "/hello\n", "/..",    "/%68ello", "/index.html"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        cr_assert(eq(int, status_of(others[i]), 404), "%s", others[i]);
}

/* -- the page at "/" ------------------------------------------------------------------------- */

Test(http_routes, the_index_shows_the_model_its_picture_and_the_counters)
{
    char *page = body_of("/");
    cr_assert(has_type("text/html; charset=utf-8"));
    static const char *const parts[] = {
        "<title>00-fake</title>", "a fake", "7.5 s", "<td>12\n", "<td>345\n", "<td>2\n"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        cr_assert(fake_has(page, parts[i]), "%s", parts[i]);
    cr_assert(fake_has(page, fake_stage.picture));
    cr_assert(fake_has(page, fake_stage.summary));
}

Test(http_routes, the_index_links_to_every_route)
{
    char *page = body_of("/");
    static const char *const links[] = {"\"/hello\"", "\"/whoami\"", "\"/stats\"",
                                        "\"/sleep/",  "\"/spin/",    "\"/bytes/"};
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        cr_assert(fake_has(page, links[i]), "%s", links[i]);
}

Test(http_routes, an_index_with_long_words_and_great_numbers_fits_into_the_output)
{
    static char summary[1000], picture[1000]; /* twice what the longest stage has */
    struct stage wordy = {.name = "00-fake", .model = "m", .summary = summary, .picture = picture};
    memset(summary, 's', sizeof summary - 1);
    memset(picture, 'p', sizeof picture - 1);
    context.stage = &wordy;
    context.started = INT64_MIN / 2;
    atomic_store(&fake_counters.connections, ULONG_MAX);
    atomic_store(&fake_counters.requests, ULONG_MAX);
    char *page = body_of("/");
    cr_assert(fake_has(page, "</html>\n"));
    char length[64];
    snprintf(length, sizeof length, "\r\nContent-Length: %zu\r\n", strlen(page));
    cr_assert(fake_has(output, length));
}

Test(http_routes, an_index_that_does_not_fit_is_cut_and_its_length_is_true)
{
    static char summary[9000];
    struct stage wordy = {.name = "n", .model = "m", .summary = summary, .picture = "p"};
    memset(summary, 's', sizeof summary - 1);
    context.stage = &wordy;
    char *page = body_of("/");
    char length[64];
    snprintf(length, sizeof length, "\r\nContent-Length: %zu\r\n", strlen(page));
    cr_assert(fake_has(output, length));
}
