/* fork_tests.c - for lab 2: which process closes what after fork, and how a child ends. */
#include "visits.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

TestSuite(lab02, .timeout = 20);

static struct program program;

Test(lab02, the_parent_closes_its_copy_so_that_the_client_sees_the_end)
{
    char answer[4096];
    program_start(&program, program_under_test(), NULL);
    int client = dial(&program);
    struct pollfd end = {.fd = client, .events = POLLIN};
    cr_assert(say(client, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    struct reply reply;
    hear_reply(client, &reply, false);
    cr_assert_eq(reply.status, 200, "status %d", reply.status);
    reply_free(&reply);
    /* The end of the child closes its copy. The stream ends when the last copy is closed. */
    cr_expect_eq(poll(&end, 1, 2000), 1,
                 "the reply said Connection: close, but the connection did not end");
    if (poll(&end, 1, 0) == 1)
        cr_expect_eq(hear_all(client, answer, sizeof answer, NULL), 0);
    close(client);
    program_end(&program);
}

Test(lab02, the_parent_has_no_more_descriptors_after_twenty_clients)
{
    unsigned long process;
    int clients[20];
    program_start(&program, program_under_test(), NULL);
    long before = process_descriptors(program.pid);
    if (before == -1)
        cr_skip_test("this system has no /proc to look into");
    for (int i = 0; i < 20; i++)
        clients[i] = stay(&program, "process", &process);
    /* The children have answered, so the parent has closed its copies, except perhaps the last. */
    cr_expect_leq(process_descriptors(program.pid), before + 1, "before: %ld, now: %ld", before,
                  process_descriptors(program.pid));
    for (int i = 0; i < 20; i++)
        close(clients[i]);
    program_end(&program);
}

Test(lab02, the_child_closes_the_listening_socket)
{
    unsigned long child;
    program_start(&program, program_under_test(), NULL);
    int client = stay(&program, "process", &child);
    /* A busy client: an idle one would have to leave when others wait. */
    cr_assert(say(client, "GET /sleep/9000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    /* After a crash of the parent, only the descriptors that its children kept are open. The guard would end the
     * children, so stop it meanwhile. */
    kill(program.guard, SIGSTOP);
    kill(program.pid, SIGKILL);
    bool refused = false;
    for (int i = 0; i < 100 && !refused; i++, poll(NULL, 0, 20))
        refused = is_refused(&program);
    kill(program.guard, SIGCONT);
    struct outcome outcome;
    program_stop(&program, 0, &outcome);
    cr_expect(refused, "the parent is dead, but the port still accepts connections");
    close(client);
}

Test(lab02, a_child_serves_one_client_and_ends_without_a_word)
{
    char answer[4096];
    program_start(&program, program_under_test(), NULL);
    for (int i = 0; i < 5; i++) {
        int client = dial(&program);
        cr_assert(say(client, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        hear_reply(client, &(struct reply){0}, true);
        close(client);
    }
    struct outcome outcome;
    program_stop(&program, SIGTERM, &outcome);
    cr_expect_eq(outcome.exit_status, 0, "exit status %d", outcome.exit_status);
    snprintf(answer, sizeof answer, "%s", outcome.errors);
    cr_expect_eq(strstr(answer, "cannot accept"), NULL, "a child went on into the loop: %s",
                 answer);
    cr_expect_not_null(strstr(answer, " 5 connections"), "the summary says: %s", answer);
}

static bool has_no_children(void *unused)
{
    (void)unused;
    return process_children(program.pid, false) == 0;
}

Test(lab02, each_client_is_counted_out_once)
{
    struct reply reply;
    program_start(&program, program_under_test(), NULL);
    if (process_children(getpid(), false) == -1)
        cr_skip_test("this system has no /proc to look into");
    for (int i = 0; i < 5; i++)
        visit(&program);
    wait_until(has_no_children, NULL, "all children have been reaped");
    get(&program, "/stats", &reply);
    unsigned long clients = reply_number(&reply, "clients");
    cr_expect_eq(clients, 1, "five clients have come and gone, one asks: /stats says clients: %lu",
                 clients);
    reply_free(&reply);
    program_end(&program);
}
