/* accept_faults.c - accept(2) fails: with an error of the new connection, for want of a resource, or because the
 * listening socket has ended. */
#define _GNU_SOURCE /* prlimit */
#include "faults.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

TestSuite(accept, .timeout = 60);

/* accept(2): errors of the new connection, of a signal, or of a firewall. */
static const char *const passing[] = {"EINTR",        "ECONNABORTED",    "EPERM",          "EPROTO",
                                      "ENETDOWN",     "ENOPROTOOPT",     "EHOSTDOWN",      "ENONET",
                                      "EHOSTUNREACH", "EOPNOTSUPP",      "ENETUNREACH",    "EAGAIN",
                                      "ETIMEDOUT",    "ESOCKTNOSUPPORT", "EPROTONOSUPPORT"};
static const char *const shortage[] = {"EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "ENOSR"};
static const char *const fatal[] = {"EBADF", "EINVAL", "ENOTSOCK", "EFAULT"};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static struct program program;

enum { SOON = 1000 + 1500 }; /* one second, and the delay of a busy machine */

static void expect_quick_service(const char *error, int times)
{
    for (int i = 0; i < times; i++) {
        int64_t began = milliseconds();
        cr_assert_eq(status_of_hello(&program), 200, "%s, client %d", error, i + 1);
        cr_assert_lt(milliseconds() - began, 5000, "%s, client %d", error, i + 1);
    }
}

/* The first three calls fail. */
static void expect_survival_at_once(const char *error)
{
    char rule[64];
    snprintf(rule, sizeof rule, "accept:%s:1-3", error);
    faults_start(&program, rule, NULL);
    expect_quick_service(error, 5);
    program_end(&program);
}

/* Three calls fail while there are ten clients, some of them in the kernel's queue. */
static void expect_survival_amid_load(const char *error)
{
    char rule[64];
    int clients[10];
    snprintf(rule, sizeof rule, "accept:%s:15-17", error);
    faults_start(&program, rule, NULL);
    for (int i = 0; i < 3; i++) {
        connect_all(&program, clients, 10);
        serve_all(clients, 10);
    }
    expect_quick_service(error, 2);
    program_end(&program);
}

Test(accept, fails_three_times_at_once_with_each_error_of_a_new_connection)
{
    for (size_t i = 0; i < COUNT(passing); i++)
        expect_survival_at_once(passing[i]);
}

Test(accept, fails_three_times_amid_load_with_each_error_of_a_new_connection)
{
    for (size_t i = 0; i < COUNT(passing); i++)
        expect_survival_amid_load(passing[i]);
}

Test(accept, fails_three_times_with_each_lack_of_descriptors_or_memory)
{
    for (size_t i = 0; i < COUNT(shortage); i++) {
        expect_survival_at_once(shortage[i]);
        expect_survival_amid_load(shortage[i]);
    }
}

/* An error that cannot go away ends the server, after a line that says why. A client that is being answered
 * gets its whole reply; a client that only keeps a connection does not delay the end. */
Test(accept, finds_no_listening_socket_and_says_so_and_ends)
{
    struct outcome outcome;
    struct reply reply;
    for (size_t i = 0; i < COUNT(fatal); i++) {
        char rule[64];
        snprintf(rule, sizeof rule, "accept:%s:2-1000000", fatal[i]);
        faults_start(&program, rule, WORDS("--timeout", "30"));
        int client = dial(&program);
        cr_assert(say(client, "GET /bytes/6000000 HTTP/1.1\r\nHost: a\r\n\r\n"));
        hear_reply(client, &reply, false);
        cr_expect(reply.status == 0 || reply.received == 6000000, "%s: %zu bytes came", fatal[i],
                  reply.received); /* 0: the reply had not begun */
        reply_free(&reply);
        is_refused(&program); /* a connection, because 05 calls accept() only when one comes */
        program_stop(&program, 0, &outcome);
        close(client);
        cr_expect_eq(outcome.exit_status, 1, "%s: %d", fatal[i], outcome.exit_status);
        cr_expect_neq(strstr(outcome.errors, "cannot accept"), NULL, "%s", outcome.errors);
    }
}

/* Sets how many descriptors the server may have; without CAP_SYS_RESOURCE, at most its hard limit. */
static rlim_t limit_descriptors(rlim_t most)
{
    struct rlimit limit;
    cr_assert_eq(prlimit(program.pid, RLIMIT_NOFILE, NULL, &limit), 0, "%s", strerror(errno));
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = most;
    cr_assert_eq(prlimit(program.pid, RLIMIT_NOFILE, &limit, NULL), 0, "%s", strerror(errno));
    return before;
}

/* `there`: a client that is already connected, or -1. */
static void expect_patience_without_descriptors(int there)
{
    static const char hello[] = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
    struct reply reply;
    int lasts = rounds(1000, 5000), waiting[2];
    rlim_t before = limit_descriptors(3); /* only standard input, output and error */
    /* Two, because a call of accept() that has begun may already hold a descriptor. */
    connect_all(&program, waiting, 2);
    ask_all(waiting, 2);
    long cpu = process_cpu_ms(program.pid);
    if (there != -1) {
        cr_assert(say(there, hello));
        hear_reply(there, &reply, false);
        cr_expect_eq(reply.status, 200, "who is there is served meanwhile");
        reply_free(&reply);
    }
    pause_ms(lasts);
    cpu = process_cpu_ms(program.pid) - cpu;
    cr_expect_leq(cpu, lasts / 20, "%ld ms of CPU in %d ms: it spins", cpu, lasts);
    limit_descriptors(before);
    int64_t began = milliseconds();
    hear_all_hellos(waiting, 2);
    cr_expect_lt(milliseconds() - began, SOON, "within a second");
    expect_service(&program, SOON);
}

Test(accept, finds_no_descriptor_for_seconds_with_no_client_there)
{
    program_start(&program, program_under_test(), NULL);
    expect_patience_without_descriptors(-1);
    program_end(&program);
}

Test(accept, finds_no_descriptor_for_seconds_with_a_client_there)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    int there = dial(&program);
    cr_assert(say(there, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(there, &reply, false);
    reply_free(&reply);
    expect_patience_without_descriptors(there);
    close(there);
    program_end(&program);
}
