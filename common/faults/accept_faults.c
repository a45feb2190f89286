/* accept_faults.c - accept(2) fails: with the errors of the new connection, with a lack of something,
 * with the end of the listening socket. */
#define _GNU_SOURCE /* prlimit */
#include "faults.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

TestSuite(accept, .timeout = 60);

/* accept(2): these come from the new connection, or from a signal, or from a firewall. */
static const char *const passing[] = {"EINTR",        "ECONNABORTED",    "EPERM",          "EPROTO",
                                      "ENETDOWN",     "ENOPROTOOPT",     "EHOSTDOWN",      "ENONET",
                                      "EHOSTUNREACH", "EOPNOTSUPP",      "ENETUNREACH",    "EAGAIN",
                                      "ETIMEDOUT",    "ESOCKTNOSUPPORT", "EPROTONOSUPPORT"};
static const char *const shortage[] = {"EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "ENOSR"};
static const char *const fatal[] = {"EBADF", "EINVAL", "ENOTSOCK", "EFAULT"};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static struct program program;

enum { SOON = 1000 + 1500 }; /* a second, and what a busy machine may add to it */

/* The calls from the first to the third after `before` fail. */
static void expect_survival(const char *error, int before)
{
    char rule[64];
    snprintf(rule, sizeof rule, "accept:%s:%d-%d", error, before + 1, before + 3);
    faults_start(&program, rule, NULL);
    for (int i = 0; i < before + 5; i++) {
        int64_t began = milliseconds();
        cr_assert_eq(status_of_hello(&program), 200, "%s, client %d", error, i + 1);
        cr_assert_lt(milliseconds() - began, 5000, "%s, client %d", error, i + 1);
    }
    program_end(&program);
}

Test(accept, fails_three_times_at_once_with_each_error_of_a_new_connection)
{
    for (size_t i = 0; i < COUNT(passing); i++)
        expect_survival(passing[i], 0);
}

Test(accept, fails_three_times_amid_load_with_each_error_of_a_new_connection)
{
    for (size_t i = 0; i < COUNT(passing); i++)
        expect_survival(passing[i], 20);
}

Test(accept, fails_three_times_with_each_lack_of_descriptors_or_memory)
{
    for (size_t i = 0; i < COUNT(shortage); i++) {
        expect_survival(shortage[i], 0);
        expect_survival(shortage[i], 20);
    }
}

/* What cannot get better ends the server, after a line that says why; and not a client's reply. */
Test(accept, finds_no_listening_socket_and_says_so_and_ends)
{
    struct outcome outcome;
    for (size_t i = 0; i < COUNT(fatal); i++) {
        char rule[64];
        snprintf(rule, sizeof rule, "accept:%s:2-1000000", fatal[i]);
        faults_start(&program, rule, NULL);
        cr_expect_eq(status_of_hello(&program), 200);
        is_refused(&program); /* knocks, if it is still there: 05 accepts when somebody does */
        program_stop(&program, 0, &outcome);
        cr_expect_eq(outcome.exit_status, 1, "%s: %d", fatal[i], outcome.exit_status);
        cr_expect_neq(strstr(outcome.errors, "cannot accept"), NULL, "%s", outcome.errors);
    }
}

/* Sets how many descriptors the server may have; without CAP_SYS_RESOURCE within its hard limit. */
static rlim_t limit_descriptors(rlim_t most)
{
    struct rlimit limit;
    cr_assert_eq(prlimit(program.pid, RLIMIT_NOFILE, NULL, &limit), 0, "%s", strerror(errno));
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = most;
    cr_assert_eq(prlimit(program.pid, RLIMIT_NOFILE, &limit, NULL), 0, "%s", strerror(errno));
    return before;
}

static void expect_patience_without_descriptors(void)
{
    struct reply reply;
    int lasts = rounds(1000, 5000);
    rlim_t before = limit_descriptors(3); /* standard input, output and error, and no more */
    int waiting = dial(&program);
    cr_assert(say(waiting, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    long cpu = process_cpu_ms(program.pid);
    pause_ms(lasts);
    cpu = process_cpu_ms(program.pid) - cpu;
    cr_expect_lt(cpu, lasts / 20, "%ld ms of CPU in %d ms: it spins", cpu, lasts);
    limit_descriptors(before);
    int64_t began = milliseconds();
    hear_reply(waiting, &reply, false);
    cr_expect_eq(reply.status, 200, "who waited is served");
    cr_expect_lt(milliseconds() - began, SOON, "within a second");
    reply_free(&reply);
    close(waiting);
    expect_service(&program, SOON);
}

Test(accept, finds_no_descriptor_for_seconds_with_no_client_there)
{
    program_start(&program, program_under_test(), NULL);
    expect_patience_without_descriptors();
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
    expect_patience_without_descriptors();
    close(there);
    program_end(&program);
}
