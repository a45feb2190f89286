/* resources_faults.c - the system gives no process, no thread, no memory. */
#include "faults.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

TestSuite(resources, .timeout = 60);

static struct program program;

/* Asks this many times. Each time expects a complete reply at once, 200 or 503. Returns how often it was
 * 503. */
static int ask(int times)
{
    int refused = 0;
    for (int i = 0; i < times; i++) {
        int64_t began = milliseconds();
        int status = status_of_hello(&program);
        cr_assert(status == 200 || status == 503, "client %d: %d", i + 1, status);
        cr_assert_lt(milliseconds() - began, 5000, "client %d", i + 1);
        refused += status == 503;
    }
    return refused;
}

/* If each client needs a process or thread, each failed call refuses one client. In other models no client is
 * refused. */
static void expect_refused(int refused, int expected)
{
    cr_expect_eq(refused, makes_one_for_each() ? expected : 0, "%d were refused", refused);
}

/* The twentieth call fails. (04 makes its threads at the start, and fewer than twenty.) */
Test(resources, one_process_or_thread_fails_and_one_client_gets_503)
{
    faults_start(&program, "fork:EAGAIN:20-20 thread:EAGAIN:20-20", NULL);
    expect_refused(ask(30), 1);
    program_end(&program);
}

Test(resources, every_third_process_or_thread_fails_and_the_others_serve)
{
    faults_start(&program, makes_one_for_each() ? "fork:EAGAIN:/3 thread:EAGAIN:/3" : "", NULL);
    expect_refused(ask(30), 10);
    program_end(&program);
}

Test(resources, every_process_or_thread_fails_for_a_while_and_service_comes_back)
{
    faults_start(&program, "fork:EAGAIN:20-60 thread:EAGAIN:20-60", NULL);
    expect_refused(ask(19), 0);
    expect_refused(ask(41), 41);
    expect_refused(ask(10), 0);
    program_end(&program);
}

/* A client that is refused while it still sends: the whole 503 arrives, and no reset. */
Test(resources, a_refused_client_that_still_sends_gets_its_whole_503)
{
    static char upload[50000];
    char answer[1024];
    bool was_reset;
    faults_start(&program, "fork:EAGAIN thread:EAGAIN:20-1000000", NULL);
    ask(20);
    for (int i = 0; i < 5; i++) {
        /* Stop the server meanwhile, so that it finds all of it in the kernel, unread. */
        kill(program.pid, SIGSTOP);
        int client = dial(&program);
        say(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n");
        say_bytes(client, upload, sizeof upload);
        kill(program.pid, SIGCONT);
        hear_all(client, answer, sizeof answer, &was_reset);
        cr_expect(strstr(answer, "503 Service Unavailable\n") != NULL ||
                      strstr(answer, "405 Method Not Allowed\n") != NULL,
                  "'%s'", answer);
        cr_expect_not(was_reset);
        close(client);
    }
    program_end(&program);
}

/* The server serves, or ends with 1 and one line that says why: never by a signal, never in silence. If the
 * thread that fails is the first client's, that client gets 503. */
static void expect_service_or_a_reason(const char *library, const char *variable, const char *value,
                                       bool for_ever)
{
    struct outcome outcome;
    if (faults_try(&program, library, variable, value)) {
        int refused = ask(6);
        cr_assert(for_ever || refused <= 1, "%s: %d were refused", value, refused);
        program_end(&program);
        return;
    }
    program_stop(&program, 0, &outcome);
    cr_assert_eq(outcome.exit_status, 1, "%s: exit status %d: %s", value, outcome.exit_status,
                 outcome.errors);
    const char *newline = strchr(outcome.errors, '\n');
    cr_assert(newline != NULL && newline[1] == '\0', "%s: not one line: '%s'", value,
              outcome.errors);
}

Test(resources, no_thread_at_the_start_and_the_server_says_so_or_serves)
{
    expect_service_or_a_reason("shim.so", "FAULTS", "thread:EAGAIN:1-1", false);
    expect_service_or_a_reason("shim.so", "FAULTS", "thread:EAGAIN:5-5", false);
    expect_service_or_a_reason("shim.so", "FAULTS", "thread:EAGAIN", true);
}

static void skip_under_a_sanitizer(void)
{
    if (getenv("SANITIZED") != NULL)
        cr_skip_test("a sanitizer allocates for itself, and gives up when it cannot");
}

Test(resources, any_one_malloc_fails_and_the_server_says_so_or_serves)
{
    skip_under_a_sanitizer();
    for (int i = 1; i <= rounds(30, 200); i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        expect_service_or_a_reason("shim_memory.so", "MEMORY_FAILS", number, false);
    }
}

Test(resources, all_mallocs_fail_from_one_on_and_the_server_says_so_or_serves)
{
    skip_under_a_sanitizer();
    for (int i = 1; i <= rounds(30, 200); i++) {
        char number[16];
        snprintf(number, sizeof number, "%d+", i);
        expect_service_or_a_reason("shim_memory.so", "MEMORY_FAILS", number, true);
    }
}
